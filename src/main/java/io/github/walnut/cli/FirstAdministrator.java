package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.Setting;
import io.github.walnut.security.RandomKey;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Who the first administrator is to be, and what makes the account. */
final class FirstAdministrator {

    /** Characters of a password that is made here. */
    private static final int LENGTH = 20;

    @Option(
            names = "--email",
            description = "The first administrator (WALNUT_ADMIN_EMAIL); asked for at a terminal")
    private String email;

    @Mixin private PasswordOption password;

    @Option(
            names = "--generate-password",
            description = "Make a random password and print it, this once")
    private boolean generate;

    @Option(
            names = "--no-admin",
            description = "Make none: the console does, with the setup token that serve prints")
    private boolean none;

    /** Before anything is made. */
    void check() {
        if (none && (email != null || generate || password.given())) {
            throw usage("--no-admin: expected no --email and no password with it");
        }
        if (generate && password.given()) {
            throw usage("--generate-password: expected no other password with it");
        }
    }

    ObjectNode make(People people, Configuration configuration, Walnut walnut) {
        ObjectNode done = Output.JSON.createObjectNode().put("made", false);
        Optional<String> present = present(people.list(configuration));
        if (present.isPresent()) {
            walnut.output().say("An administrator is there: " + present.get());
            return done.put("email", present.get());
        }
        String address = none ? null : address(configuration);
        if (address == null) {
            walnut.output()
                    .say("No administrator made: the console does, with the setup token of serve.");
            return done.putNull("email");
        }
        char[] secret = secret(configuration);
        try {
            JsonNode user = people.create(configuration, address, "admin", secret);
            return said(done, user, secret, walnut);
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    private ObjectNode said(ObjectNode done, JsonNode user, char[] secret, Walnut walnut) {
        String address = user.path("email").asText();
        if (user.hasNonNull("warning")) {
            walnut.warn("weak password: " + user.get("warning").asText());
        }
        walnut.output().say("Administrator made: " + address);
        if (generate && walnut.json()) {
            done.put("password", new String(secret));
        } else if (generate) {
            walnut.output().line("Password, shown this once: " + new String(secret));
        }
        return done.put("made", true).put("email", address);
    }

    private static Optional<String> present(JsonNode users) {
        for (JsonNode user : users) {
            if (user.path("role").asText().equals("admin") && user.path("active").asBoolean()) {
                return Optional.of(user.path("email").asText());
            }
        }
        return Optional.empty();
    }

    /** Null when nobody is named at the terminal. */
    private String address(Configuration configuration) {
        String named = email != null ? email : configuration.text(Setting.ADMIN_EMAIL);
        if (named != null) {
            return named;
        }
        String typed =
                Terminal.console()
                        .orElseThrow(
                                () ->
                                        usage(
                                                "No terminal to ask for the first administrator: expected --email or --no-admin"))
                        .readLine("E-mail of the first administrator (none: the console asks): ");
        return typed == null || typed.isBlank() ? null : typed.strip();
    }

    private char[] secret(Configuration configuration) {
        if (generate) {
            return RandomKey.text(LENGTH).toCharArray();
        }
        String file = configuration.text(Setting.ADMIN_PASSWORD_FILE);
        return !password.given() && file != null
                ? TextFiles.read(Path.of(file)).toCharArray()
                : password.read("Password of the first administrator");
    }

    private static CliException usage(String text) {
        return new CliException(CliException.USAGE, text);
    }
}

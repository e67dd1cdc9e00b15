package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.walnut.config.Configuration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "auth",
        description = {
            "Accounts and sessions, on this machine.",
            "A running server notices within a second."
        })
final class AuthCommand {

    private static final List<String> ROLES = List.of("admin", "operator", "user", "viewer");
    private static final String ROLE = "admin, operator (user is another name of it) or viewer";

    @ParentCommand private Walnut walnut;

    @Command(name = "create-admin", description = "Create an administrator.")
    int createAdmin(
            @Option(names = "--email", required = true) String email,
            @Mixin PasswordOption password) {
        return created(email, "admin", password);
    }

    @Command(name = "create-user", description = "Create an account.")
    int createUser(
            @Option(names = "--email", required = true) String email,
            @Option(names = "--role", required = true, description = ROLE) String role,
            @Mixin PasswordOption password) {
        return created(email, known(role), password);
    }

    private int created(String email, String role, PasswordOption password) {
        JsonNode user =
                withPassword(
                        password,
                        (configuration, secret) ->
                                people().create(configuration, email, role, secret));
        done(user, "Account %s created, role %s.");
        return 0;
    }

    @Command(name = "list-users", description = "Every account.")
    int listUsers() {
        AccountTable.print(walnut.output(), people().list(walnut.configuration()));
        return 0;
    }

    @Command(name = "set-role", description = "Give an account another role; its sessions end.")
    int setRole(
            @Option(names = "--email", required = true) String email,
            @Option(names = "--role", required = true, description = ROLE) String role) {
        done(people().setRole(walnut.configuration(), email, known(role)), "%s has the role %s.");
        return 0;
    }

    @Command(name = "disable", description = "Let an account log in no more; its sessions end.")
    int disable(@Option(names = "--email", required = true) String email) {
        done(people().setActive(walnut.configuration(), email, false), "%s is disabled.");
        return 0;
    }

    @Command(name = "enable", description = "Let an account log in again.")
    int enable(@Option(names = "--email", required = true) String email) {
        done(people().setActive(walnut.configuration(), email, true), "%s is enabled.");
        return 0;
    }

    @Command(
            name = "reset-password",
            description = "Give an account another password; its sessions end.")
    int resetPassword(
            @Option(names = "--email", required = true) String email,
            @Mixin PasswordOption password) {
        JsonNode user =
                withPassword(
                        password,
                        (configuration, secret) ->
                                people().resetPassword(configuration, email, secret));
        done(user, "%s has a new password.");
        return 0;
    }

    @Command(name = "delete", description = "Delete an account, its sessions and its tokens.")
    int delete(@Option(names = "--email", required = true) String email) {
        done(people().delete(walnut.configuration(), email), "%s is deleted.");
        return 0;
    }

    @Command(name = "sessions", description = "Who is logged in, and from where.")
    int sessions(
            @Option(names = "--email", description = "Of one account") String email,
            @Option(names = "--all", description = "Of all accounts") boolean all) {
        walnut.output()
                .table(
                        people().sessions(walnut.configuration(), oneOrAll(email, all)),
                        "ID",
                        "/id",
                        "EMAIL",
                        "/email",
                        "KIND",
                        "/kind",
                        "LAST USED",
                        "/last_used_at",
                        "ADDRESS",
                        "/ip",
                        "CLIENT",
                        "/user_agent");
        return 0;
    }

    @Command(name = "revoke", description = "End sessions.")
    int revoke(
            @Option(names = "--email", description = "Of one account") String email,
            @Option(names = "--all", description = "Of all accounts") boolean all) {
        int ended = people().revoke(walnut.configuration(), oneOrAll(email, all));
        walnut.output()
                .done(
                        JsonNodeFactory.instance.objectNode().put("ended", ended),
                        ended + " session" + (ended == 1 ? "" : "s") + " ended.");
        return 0;
    }

    @Command(
            name = "setup-token",
            description = {
                "A new token for the first administrator, while there is none.",
                "It is good for 30 minutes at POST /auth/setup; the one before is void."
            })
    int setupToken() {
        JsonNode token = people().setupToken(walnut.configuration());
        walnut.output().answer(token, token.path("token").asText());
        return 0;
    }

    private People people() {
        return walnut.local().people();
    }

    private JsonNode withPassword(
            PasswordOption password, BiFunction<Configuration, char[], JsonNode> work) {
        char[] secret = password.read();
        try {
            return work.apply(walnut.configuration(), secret);
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    private void done(JsonNode user, String sentence) {
        if (user.hasNonNull("warning")) {
            walnut.warn("weak password: " + user.get("warning").asText());
        }
        walnut.output()
                .done(
                        user,
                        sentence.formatted(
                                user.path("email").asText(), user.path("role").asText()));
    }

    private static String known(String role) {
        String word = role.toLowerCase(Locale.ROOT);
        if (!ROLES.contains(word)) {
            throw new CliException(
                    CliException.USAGE, "--role: expected " + ROLE + ", got '" + role + "'");
        }
        return word;
    }

    private static String oneOrAll(String email, boolean all) {
        if ((email == null) != all) {
            throw new CliException(CliException.USAGE, "Expected either --email or --all");
        }
        return email;
    }
}

package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The logins of the person at this terminal, one a server, in a file that nobody else may read: in
 * {@code walnut/logins.json} below {@code XDG_CONFIG_HOME}, or {@code ~/.config}.
 */
final class KeptLogins {

    private static final long LEAST_SECONDS_LEFT = 30;

    private final Path file;
    private final Clock clock;

    KeptLogins(Map<String, String> environment, Clock clock) {
        String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
        String folder = environment.getOrDefault("XDG_CONFIG_HOME", home + "/.config");
        this.file = Path.of(folder, "walnut", "logins.json");
        this.clock = clock;
    }

    /** The tokens that the server gave; they take the place of those that were kept. */
    void keep(URI server, JsonNode tokens) {
        ObjectNode all = read();
        all.putObject(server.toString())
                .put("access_token", tokens.path("access_token").asText())
                .put("refresh_token", tokens.path("refresh_token").asText())
                .put(
                        "expires_at",
                        clock.instant().plusSeconds(tokens.path("expires_in").asLong()).toString());
        write(all);
    }

    void forget(URI server) {
        ObjectNode all = read();
        if (all.remove(server.toString()) != null) {
            write(all);
        }
    }

    /**
     * A token that is good for a while yet; an old one is exchanged.
     *
     * @param client of that server, without a token
     * @throws CliException when the login has ended
     */
    Optional<String> token(URI server, ApiClient client) {
        JsonNode kept = read().get(server.toString());
        if (kept == null) {
            return Optional.empty();
        }
        Instant enough = clock.instant().plusSeconds(LEAST_SECONDS_LEFT);
        if (Instant.parse(kept.path("expires_at").asText()).isAfter(enough)) {
            return Optional.of(kept.path("access_token").asText());
        }
        ObjectNode wish =
                Output.JSON
                        .createObjectNode()
                        .put("refresh_token", kept.path("refresh_token").asText());
        JsonNode fresh;
        try {
            fresh = client.post("auth/jwt/refresh", wish);
        } catch (CliException refused) {
            if (refused.problem() == null || refused.problem().path("status").asInt() != 401) {
                throw refused;
            }
            forget(server);
            throw new CliException(
                    CliException.FAILED,
                    "The login at " + server + " has ended. Log in again: walnut login");
        }
        keep(server, fresh);
        return Optional.of(fresh.path("access_token").asText());
    }

    private ObjectNode read() {
        if (!Files.exists(file)) {
            return Output.JSON.createObjectNode();
        }
        try {
            JsonNode all = Output.JSON.readTree(file.toFile());
            if (all instanceof ObjectNode object) {
                return object;
            }
            throw new IOException("expected a JSON object");
        } catch (IOException e) {
            throw new CliException(
                    CliException.FAILED,
                    file + " does not read: " + e.getMessage() + ". Delete it and log in again");
        }
    }

    /** As a whole or not at all. */
    private void write(ObjectNode all) {
        try {
            Files.createDirectories(
                    file.getParent(),
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            Path next =
                    Files.createTempFile(
                            file.getParent(),
                            "logins",
                            ".new",
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            Output.JSON.writeValue(next.toFile(), all);
            Files.move(
                    next,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CliException(
                    CliException.FAILED, file + " cannot be written: " + e.getMessage());
        }
    }
}

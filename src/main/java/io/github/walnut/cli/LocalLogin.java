package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.config.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;

/**
 * The short login of whoever has the keys of this machine. It is kept in the data folder, in a file
 * that nobody else may read, since opening the database for each command takes seconds.
 */
final class LocalLogin {

    private static final String NAME = "local-login.json";

    /** The session lives five minutes, from before the file was written. */
    private static final Duration KEPT = Duration.ofMinutes(4);

    private final Configuration configuration;
    private final Local local;
    private final Clock clock;
    private final Path file;

    LocalLogin(Configuration configuration, Local local, Clock clock) {
        this.configuration = configuration;
        this.local = local;
        this.clock = clock;
        this.file = configuration.dataDir().resolve(NAME);
    }

    String token() {
        try {
            if (Files.exists(file)) {
                JsonNode kept = Output.JSON.readTree(Files.readString(file));
                if (kept.path("expires_at").asLong() > clock.millis()
                        && kept.path("expires_at").asLong() <= end()) {
                    return kept.path("token").asText();
                }
            }
        } catch (IOException unreadable) {
            return renewed(); // of another user, or cut off: it is written anew
        }
        return renewed();
    }

    /** One that no server has refused yet. */
    String renewed() {
        long end = end();
        String token = local.localToken(configuration);
        try {
            keep(token, end);
        } catch (IOException e) {
            return token; // in a folder that cannot be written, each command logs in for itself
        }
        return token;
    }

    private long end() {
        return clock.millis() + KEPT.toMillis();
    }

    private void keep(String token, long end) throws IOException {
        Path next =
                Files.createTempFile(
                        file.getParent(),
                        NAME,
                        ".new",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                next,
                Output.JSON
                        .createObjectNode()
                        .put("token", token)
                        .put("expires_at", end)
                        .toString());
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}

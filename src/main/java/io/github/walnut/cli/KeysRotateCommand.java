package io.github.walnut.cli;

import java.nio.file.Path;
import java.util.Arrays;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(name = "rotate", description = "Put new keys in the place of old ones.")
final class KeysRotateCommand {

    @ParentCommand private KeysCommand keys;

    @Command(
            name = "db",
            description = {
                "Put the database under a new key; the server must be stopped.",
                "Give the new key to the server afterwards. Cut short, it is begun again with both keys."
            })
    int rotateDatabase(
            @Option(
                            names = "--new-key-file",
                            paramLabel = "FILE",
                            description = "File with the new key, - for standard input")
                    Path file) {
        char[] key = SecretInput.read("--new-key-file", file, "New database key");
        try {
            boolean rotated =
                    keys.walnut()
                            .local()
                            .vault()
                            .rotateDatabaseKey(keys.walnut().configuration(), key);
            keys.walnut()
                    .output()
                    .done(
                            Output.JSON.createObjectNode().put("rotated", rotated),
                            rotated
                                    ? "The new key opens the database, the old one no longer does."
                                    : "The new key opens the database already.");
            return 0;
        } finally {
            Arrays.fill(key, '\0');
        }
    }

    @Command(
            name = "jwt",
            description = {
                "Sign tokens with a new secret; the server may run.",
                "Tokens under the old one are accepted for 15 minutes, then sessions must refresh.",
                "Give the new secret to the server's configuration before the old one is forgotten."
            })
    int rotateTokenSecret(
            @Option(
                            names = "--new-key-file",
                            paramLabel = "FILE",
                            description = "File with the new secret, - for standard input")
                    Path file) {
        char[] secret = SecretInput.read("--new-key-file", file, "New secret of tokens");
        try {
            Walnut walnut = keys.walnut();
            boolean rotated =
                    walnut.local().vault().rotateTokenSecret(walnut.configuration(), secret);
            walnut.output()
                    .done(
                            Output.JSON.createObjectNode().put("rotated", rotated),
                            rotated
                                    ? "Tokens are signed with the new secret. Put it in the place of WALNUT_JWT_SECRET."
                                    : "The new secret is in force already.");
            return 0;
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    @Command(
            name = "kek",
            description = "Seal every secret with a new random key; the server may run.")
    int rotateSealingKey() {
        Walnut walnut = keys.walnut();
        walnut.local().vault().rotateSealingKey(walnut.configuration());
        walnut.output()
                .done(
                        Output.JSON.createObjectNode().put("rotated", true),
                        "Every secret is sealed with a new key.");
        return 0;
    }
}

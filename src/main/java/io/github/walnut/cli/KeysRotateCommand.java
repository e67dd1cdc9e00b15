package io.github.walnut.cli;

import io.github.walnut.config.Configuration;
import io.github.walnut.config.KeysFile;
import io.github.walnut.config.Setting;
import java.nio.file.Path;
import java.util.Arrays;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(name = "rotate", description = "Put new keys in the place of old ones.")
final class KeysRotateCommand {

    private static final String NEW_KEY =
            "The new key opens the database, the old one no longer does";

    @ParentCommand private KeysCommand keys;

    @Command(
            name = "db",
            description = {
                "Put the database under a new key; the server must be stopped.",
                "Give the new key to the server afterwards. Cut short, the old key or the new one opens",
                "the database, never both: --resume says which, and brings it to an end."
            })
    int rotateDatabase(
            @Option(
                            names = "--new-key-file",
                            paramLabel = "FILE",
                            description = "File with the new key, - for standard input")
                    Path file,
            @Option(
                            names = "--resume",
                            description =
                                    "Finish a rotation that was cut short with the new key, or undo it without; nothing when none was")
                    boolean resume) {
        if (resume && file == null) {
            return said(resumed(null));
        }
        char[] key = SecretInput.read("--new-key-file", file, "New database key");
        try {
            return said(resume ? resumed(key) : rotated(key));
        } finally {
            Arrays.fill(key, '\0');
        }
    }

    /** What is true of the database now. */
    private record Rotation(boolean rotated, String outcome, String sentence) {}

    private Rotation rotated(char[] key) {
        Walnut walnut = keys.walnut();
        return walnut.local().vault().rotateDatabaseKey(walnut.configuration(), key)
                ? new Rotation(true, "rotated", newKey())
                : new Rotation(false, "unchanged", "The new key opens the database already.");
    }

    private Rotation resumed(char[] key) {
        Walnut walnut = keys.walnut();
        return switch (walnut.local().vault().resumeRotation(walnut.configuration(), key)) {
            case NOTHING -> new Rotation(false, "nothing", "No rotation was cut short.");
            case UNDONE ->
                    new Rotation(
                            false,
                            "undone",
                            "The rotation is undone: the key before opens the database. To begin it again: walnut keys rotate db");
            case FINISHED ->
                    new Rotation(true, "finished", "The rotation is finished. " + newKey());
        };
    }

    private String newKey() {
        return NEW_KEY + ": " + follow(Setting.DB_KEY);
    }

    /** Who has to put the new key where. */
    private String follow(Setting key) {
        Configuration configuration = keys.walnut().configuration();
        return KeysFile.gives(configuration, key)
                ? KeysFile.of(configuration)
                        + " has it now. Copy that file again to its second place."
                : "put it in the place of " + key.variable() + ".";
    }

    private int said(Rotation rotation) {
        keys.walnut()
                .output()
                .done(
                        Output.JSON
                                .createObjectNode()
                                .put("rotated", rotation.rotated())
                                .put("outcome", rotation.outcome()),
                        rotation.sentence());
        return 0;
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
                                    ? "Tokens are signed with the new secret: "
                                            + follow(Setting.JWT_SECRET)
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

package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "backup", description = "Sealed copies of the database.")
final class BackupCommand {

    /** What has to be typed, and what the server wants to be told. */
    static final String RESTORE = "RESTORE";

    private static final String PASSPHRASE_FILE = "--passphrase-file";

    @ParentCommand private Walnut walnut;

    @Command(
            name = "create",
            description = {
                "Make a sealed backup; the server may run.",
                "With a token or --server the server makes it; else it is made of the database here.",
                "It has no keys of walNUT in it: keep a copy of keys.env of the data folder in a second place."
            })
    int create(
            @Option(
                            names = "--out",
                            paramLabel = "FILE",
                            description =
                                    "Instead of the folder backups/; from a server, besides it")
                    Path out,
            @Option(
                            names = PASSPHRASE_FILE,
                            paramLabel = "FILE",
                            description = "File with the passphrase, - for standard input")
                    Path passphraseFile,
            @Option(
                            names = "--with-secrets",
                            description = "Also passwords and keys of hosts and servers")
                    boolean withSecrets) {
        if (out != null) {
            TextFiles.requireFolderOf(out);
        }
        walnut.output()
                .object(
                        withPassphrase(
                                passphraseFile, passphrase -> made(out, passphrase, withSecrets)));
        return 0;
    }

    private JsonNode made(Path out, char[] passphrase, boolean withSecrets) {
        if (!walnut.access().remote()) {
            return walnut.local()
                    .vault()
                    .backupCreate(walnut.configuration(), out, passphrase, withSecrets);
        }
        try (Progress progress = walnut.progress()) {
            return new ServerBackups(walnut.api()).create(passphrase, withSecrets, out, progress);
        }
    }

    @Command(name = "list", description = "The backups in the folder backups/, newest first.")
    int list() {
        walnut.output()
                .table(
                        walnut.local().vault().backupList(walnut.configuration()),
                        "FILE",
                        "/file",
                        "TIME",
                        "/created_at",
                        "BYTES",
                        "/bytes");
        return 0;
    }

    @Command(name = "verify", description = "Open a backup and check all that is in it.")
    int verify(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(
                            names = PASSPHRASE_FILE,
                            paramLabel = "FILE",
                            description = "File with the passphrase, - for standard input")
                    Path passphraseFile) {
        walnut.output()
                .object(
                        withPassphrase(
                                passphraseFile,
                                passphrase ->
                                        walnut.local().vault().backupVerify(file, passphrase)));
        return 0;
    }

    @Command(
            name = "restore",
            description = {
                "Put a backup in the place of the database on this machine; the server must be stopped.",
                "With --server it is sent to that server, which goes on and takes it at its next start.",
                "The present file is kept. Afterwards nothing is armed and nobody is logged in."
            })
    int restore(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(
                            names = PASSPHRASE_FILE,
                            paramLabel = "FILE",
                            description = "File with the passphrase, - for standard input")
                    Path passphraseFile,
            @Option(names = "--yes", description = "Do not ask") boolean yes) {
        boolean sent = walnut.access().serverGiven();
        if (sent) {
            ServerBackups.requireFit(file);
        }
        String whose = sent ? "The database of " + walnut.access().address() : "The database";
        Terminal.confirm(yes, RESTORE, whose + " is replaced by " + file + ".");
        JsonNode done =
                withPassphrase(
                        passphraseFile,
                        passphrase -> sent ? staged(file, passphrase) : restored(file, passphrase));
        walnut.output().object(done);
        done.path("missing").forEach(each -> walnut.output().say("Missing: " + Output.text(each)));
        if (sent) {
            walnut.output()
                    .say(
                            "It takes the place of the database at the next start: walnut system restart");
        }
        return 0;
    }

    private JsonNode restored(Path file, char[] passphrase) {
        return walnut.local().vault().backupRestore(walnut.configuration(), file, passphrase);
    }

    private JsonNode staged(Path file, char[] passphrase) {
        try (Progress progress = walnut.progress()) {
            return new ServerBackups(walnut.api()).restore(file, passphrase, progress);
        }
    }

    private JsonNode withPassphrase(Path file, Function<char[], JsonNode> work) {
        char[] passphrase = SecretInput.read(PASSPHRASE_FILE, file, "Passphrase of the backup");
        try {
            return work.apply(passphrase);
        } finally {
            Arrays.fill(passphrase, '\0');
        }
    }
}

package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "backup", description = "Backups of the database on this machine.")
final class BackupCommand {

    private static final String PASSPHRASE_FILE = "--passphrase-file";

    @ParentCommand private Walnut walnut;

    @Command(name = "create", description = "Make a sealed backup; the server may run.")
    int create(
            @Option(
                            names = "--out",
                            paramLabel = "FILE",
                            description = "Instead of the folder backups/")
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
        JsonNode made =
                withPassphrase(
                        passphraseFile,
                        passphrase ->
                                walnut.local()
                                        .vault()
                                        .backupCreate(
                                                walnut.configuration(),
                                                out,
                                                passphrase,
                                                withSecrets));
        walnut.output().object(made);
        return 0;
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
                "Put a backup in the place of the database; the server must be stopped.",
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
        Terminal.confirm(yes, "RESTORE", "The database is replaced by " + file + ".");
        JsonNode done =
                withPassphrase(
                        passphraseFile,
                        passphrase ->
                                walnut.local()
                                        .vault()
                                        .backupRestore(walnut.configuration(), file, passphrase));
        walnut.output().object(done);
        done.path("missing").forEach(each -> walnut.output().say("Missing: " + Output.text(each)));
        return 0;
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

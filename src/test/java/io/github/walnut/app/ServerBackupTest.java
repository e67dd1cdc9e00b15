package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.walnut.Requirement;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup is fetched from a whole server and sent back to it by commands. */
class ServerBackupTest {

    private static final String HOST =
            """
            {"id":"%s","type_id":"walnut.virtual","name":"%s","config":{"vms":["db1"]}}
            """;

    @TempDir private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int walnut(HomeServer server, String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(List.of("--server", server.address("").toString()));
        all.addAll(List.of(arguments));
        return server.cli(new PrintWriter(out, true), new PrintWriter(err, true), all);
    }

    private void refused(HomeServer server, Path file, String passphraseFile, String because) {
        int code =
                walnut(
                        server,
                        "backup",
                        "restore",
                        file.toString(),
                        "--passphrase-file",
                        folder.resolve(passphraseFile).toString(),
                        "--yes");
        assertThat(err.toString()).contains(because).hasLineCount(1);
        assertThat(code).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(folder.resolve("data/restore.staged")).doesNotExist();
    }

    @Test
    @Requirement({"OPS-40", "OPS-41", "SEC-76"})
    void a_backup_of_a_server_is_fetched_and_restored_by_commands() throws Exception {
        Path passphrase = folder.resolve("passphrase");
        Files.writeString(passphrase, "canary-of-the-passphrase\n");
        Files.writeString(folder.resolve("wrong"), "canary-of-somebody-else\n");
        Path file = folder.resolve("one.wnb");
        try (HomeServer server = new HomeServer(folder, Map.of())) {
            done(server.post("api/integrations", HOST.formatted("first", "First")));
            String[] create = {
                "--json", "backup", "create", "--passphrase-file", "" + passphrase, "--out", ""
            };
            create[6] = file.toString();
            assertThat(walnut(server, create)).as(err.toString()).isZero();
            assertThat(new ObjectMapper().readTree(out.toString()).path("bytes").asLong())
                    .isEqualTo(Files.size(file));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            create[6] = folder.resolve("nowhere/one.wnb").toString();
            assertThat(walnut(server, create)).isEqualTo(1);
            assertThat(err.toString()).contains("there is no folder").hasLineCount(1);
            done(server.post("api/integrations", HOST.formatted("later", "Later")));

            refused(
                    server,
                    file,
                    "wrong",
                    "The restore failed: Nothing was changed: the passphrase");
            byte[] whole = Files.readAllBytes(file);
            whole[whole.length / 2] ^= 4;
            refused(
                    server,
                    Files.write(folder.resolve("damaged.wnb"), whole),
                    "passphrase",
                    "Nothing was changed");
            refused(
                    server,
                    Files.writeString(folder.resolve("other.wnb"), "no backup"),
                    "passphrase",
                    "this is not a backup");
            Path large = folder.resolve("large.wnb");
            try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
                sparse.setLength((2L << 30) + 1);
            }
            refused(server, large, "passphrase", "the server takes up to 2048");
            refused(server, folder.resolve("none.wnb"), "passphrase", "There is no file");

            String[] restore = {
                "backup", "restore", file.toString(), "--passphrase-file", "" + passphrase
            };
            assertThat(walnut(server, restore)).isEqualTo(2);
            assertThat(err.toString()).contains("Expected --yes");
            restore = java.util.Arrays.copyOf(restore, 6);
            restore[5] = "--yes";
            assertThat(walnut(server, restore)).as(err.toString()).isZero();
            assertThat(out.toString())
                    .contains("Missing: ")
                    .endsWith(
                            "It takes the place of the database at the next start: walnut system restart\n");
            assertThat(folder.resolve("data/restore.staged")).isDirectory();
            assertThat(server.get("api/hosts/later").status()).isEqualTo(200);
            assertThat(server.audit().toString()).doesNotContain("canary");

            server.restart(Map.of());
            assertThat(server.get("api/hosts/first").status()).isEqualTo(200);
            assertThat(server.get("api/hosts/later").status()).isEqualTo(404);
        }
    }
}

package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiagnosticsTest {

    @TempDir private Path folder;

    @Test
    @Requirement({"API-80", "SEC-77"})
    void the_archive_tells_how_things_are_and_holds_no_secret() throws Exception {
        try (HomeServer walnut = new HomeServer(folder, Map.of())) {
            done(
                    walnut.post(
                            "api/integrations",
                            """
                            {"id":"box","type_id":"generic.ssh","name":"box",
                             "config":{"host":"127.0.0.1","port":1,"username":"root"},
                             "secrets":{"password":"canary-secret-1"}}
                            """));
            done(walnut.post("api/integrations/box/test", ""));
            Map<String, String> files = unzipped(walnut.bytes("api/system/diagnostics"));

            assertThat(files.keySet())
                    .containsExactly(
                            "status.json",
                            "routes.json",
                            "settings.txt",
                            "threads.txt",
                            "log.txt",
                            "schema.sql",
                            "findings.txt");
            assertThat(files.get("status.json")).contains("core_loop");
            assertThat(files.get("settings.txt")).contains("walnut.nut.password = ***");
            assertThat(files.get("threads.txt")).contains("heartbeat-tick");
            assertThat(files.get("log.txt")).contains("walNUT is ready");
            assertThat(files.get("schema.sql")).contains("CREATE TABLE hosts");
            assertThat(files.get("findings.txt")).contains("host_without_feed");
            assertThat(String.join("\n", files.values()))
                    .doesNotContain(
                            "canary-secret-1",
                            "Tr0ub4dor&3",
                            "0123456789abcdefghijklmnopqrstuv",
                            "a-long-Enough-one-9");
        }
    }

    private static Map<String, String> unzipped(byte[] archive) throws Exception {
        Map<String, String> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }
}

package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Canaries;
import io.github.walnut.Requirement;
import java.nio.file.Path;
import java.util.Map;
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
            Map<String, String> files = Canaries.unzipped(walnut.bytes("api/system/diagnostics"));

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
            assertThat(files.get("log.txt")).contains(" is ready on port");
            assertThat(files.get("schema.sql")).contains("CREATE TABLE hosts");
            assertThat(files.get("findings.txt")).contains("host_without_feed");
            files.forEach(Canaries::check);
        }
    }
}

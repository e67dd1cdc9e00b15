package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.JSON;
import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of the database is destroyed, before a start and while the server runs. */
class DamageTest {

    private static final Duration SOON = TestLimits.WAIT;
    private static final int PAGE = 4096;
    private static final String TOKEN = "canary-of-the-relay";
    private static final String POLICY =
            """
            version: "2.0"
            name: Ring the relay
            trigger: {type: ups.state, equals: OB, ups: rack1}
            actions:
              - {host_id: relay, capability: http.request, verb: send, options: {request_id: ring}}
            """;

    @TempDir private Path folder;
    private final List<String> rung = new CopyOnWriteArrayList<>();
    private HttpServer relay;

    @BeforeEach
    void hang() throws IOException {
        relay = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        relay.createContext(
                "/",
                exchange -> {
                    if (exchange.getRequestMethod().equals("POST")) {
                        rung.add(exchange.getRequestHeaders().getFirst("Authorization"));
                    }
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                });
        relay.start();
    }

    @AfterEach
    void unhang() {
        relay.stop(0);
    }

    /** A policy that is armed, for a host with a secret. */
    private void arm(HomeServer walnut) {
        done(
                walnut.post(
                        "api/integrations",
                        """
                        {"id":"relay","type_id":"generic.http","name":"relay","secrets":{"token":"%s"},
                         "config":{"base_url":"http://127.0.0.1:%d","auth":"bearer","test_path":"/",
                                   "requests":["{id: ring, method: POST, path: ring, effect: idempotent}"]}}
                        """
                                .formatted(TOKEN, relay.getAddress().getPort())));
        await().atMost(SOON).until(() -> walnut.get("api/ups").json().toString().contains("rack1"));
        String path = "api/policies/" + walnut.created(POLICY).path("id").asText();
        done(walnut.post(path + "/enable", "{}"));
        done(
                walnut.post(
                        path + "/arm",
                        "{\"reason\":\"tested\",\"confirm\":\"Ring the relay\",\"targets\":1}"));
        done(walnut.post("api/system/arm", "{\"reason\":\"tested\",\"confirm\":\"ARM\"}"));
    }

    private Path database() {
        return folder.resolve("data/walnut.db");
    }

    /** Nothing but the first page stays as it was. */
    private byte[] destroy() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(database().toFile(), "rw")) {
            for (long at = PAGE; at < file.length(); at += PAGE) {
                file.seek(at + 100);
                file.write(new byte[200]);
            }
        }
        return Files.readAllBytes(database());
    }

    private static JsonNode part(HomeServer walnut, String name) {
        for (JsonNode part : done(walnut.get("api/system/status")).path("components")) {
            if (part.path("name").asText().equals(name)) {
                return part;
            }
        }
        throw new AssertionError("no component " + name);
    }

    private void requireReadOnlyAndProtecting(HomeServer walnut) {
        assertThat(part(walnut, "database").path("status").asText()).isEqualTo("error");
        assertThat(part(walnut, "database").path("message").asText()).startsWith("Damaged");
        await().atMost(SOON).until(() -> walnut.happened().contains("database_corrupt"));
        HomeServer.Answer refused =
                walnut.send("PATCH", "api/settings/polling", "{\"dead_time\":\"20s\"}", JSON);
        assertThat(refused.status()).as(refused.text()).isEqualTo(503);
        assertThat(refused.json().path("code").asText()).isEqualTo("store_unavailable");
        assertThat(done(walnut.get("api/policies")).at("/items/0/name").asText())
                .isEqualTo("Ring the relay");
        assertThat(done(walnut.get("api/hosts/relay")).path("id").asText()).isEqualTo("relay");

        walnut.upsTells(Map.of("ups.status", "OB DISCHRG"));
        await().atMost(SOON).until(() -> !rung.isEmpty());
        assertThat(rung).containsExactly("Bearer " + TOKEN);
        assertThat(walnut.happened()).contains("mains_lost");
    }

    @Test
    @Requirement({"OPS-26", "OPS-28"})
    void a_server_starts_from_the_snapshot_and_protects_until_a_backup_is_restored()
            throws Exception {
        try (HomeServer walnut = new HomeServer(folder, Map.of())) {
            arm(walnut);
            Path backup = folder.resolve("kept.wnb");
            Path passphrase = Files.writeString(folder.resolve("passphrase"), "long-enough-for-it");
            assertThat(
                            walnut.cli(
                                    "backup",
                                    "create",
                                    "--with-secrets",
                                    "--out=" + backup,
                                    "--passphrase-file=" + passphrase))
                    .isZero();
            walnut.stop();
            assertThat(folder.resolve("data/snapshots")).isDirectoryContaining("glob:**.wns");
            byte[] damaged = destroy();
            walnut.restart(Map.of());

            requireReadOnlyAndProtecting(walnut);
            assertThat(walnut.events("database_corrupt")).hasSize(1);
            walnut.stop();
            assertThat(Files.readAllBytes(database())).isEqualTo(damaged);

            assertThat(
                            walnut.cli(
                                    "backup",
                                    "restore",
                                    backup.toString(),
                                    "--yes",
                                    "--passphrase-file=" + passphrase))
                    .isZero();
            walnut.restart(Map.of());
            assertThat(part(walnut, "database").path("status").asText()).isEqualTo("ok");
            assertThat(folder.resolve("data"))
                    .isDirectoryContaining("glob:**standin-*")
                    .isDirectoryNotContaining("glob:**/standin");
        }
    }

    @Test
    @Requirement({"OPS-26", "OPS-28"})
    void a_running_server_leaves_the_file_alone_and_goes_on_with_what_it_knows() throws Exception {
        try (HomeServer walnut = new HomeServer(folder, Map.of())) {
            arm(walnut);
            walnut.restart(Map.of());
            await().atMost(SOON)
                    .until(() -> walnut.get("api/ups").json().toString().contains("on_mains"));
            destroy();
            await().atMost(SOON)
                    .until(
                            () -> {
                                walnut.get("api/audit?limit=200");
                                walnut.get("api/policies");
                                return walnut.happened().contains("database_corrupt");
                            });
            await().atMost(SOON).until(() -> walnut.get("api/policies").status() == 200);
            byte[] damaged = Files.readAllBytes(database());
            requireReadOnlyAndProtecting(walnut);
            assertThat(Files.readAllBytes(database())).isEqualTo(damaged);
        }
    }
}

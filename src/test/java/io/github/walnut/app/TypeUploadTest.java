package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.HostilePackages;
import io.github.walnut.PackageZip;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.Arguments;

/** Packages of integration types, uploaded to a whole server that goes on with its work. */
class TypeUploadTest {

    private static final String UPLOAD = "api/integrations/types/upload";
    private static final String HOST =
            """
            {"id":"waker","type_id":"acme.wake","name":"Waker",
             "config":{"machines":["nas 00:11:22:33:44:55"],"broadcast":"127.0.0.1"}}
            """;

    @TempDir private Path folder;

    @Test
    @Requirement({"SEC-67", "INT-5", "INT-13"})
    void a_package_is_installed_used_replaced_and_removed_and_hostile_ones_change_nothing()
            throws Exception {
        try (HomeServer walnut = new HomeServer(folder, Map.of())) {
            JsonNode made = done(walnut.upload(UPLOAD, "acme.int", relay("1.0.0").bytes()));
            assertThat(made.path("type_id").asText()).isEqualTo("acme.wake");
            assertThat(made.path("logs").findValuesAsText("phase"))
                    .startsWith("receive", "size", "open", "paths", "manifest", "identity")
                    .endsWith("conformance", "install");
            assertThat(type(walnut).path("origin").asText()).isEqualTo("uploaded");
            assertThat(type(walnut).path("status").asText()).isEqualTo("valid");
            done(walnut.post("api/integrations", HOST));
            JsonNode inventory = done(walnut.get("api/hosts/waker/inventory?refresh=full"));
            assertThat(inventory.at("/items/0/name").asText()).isEqualTo("nas");

            refusals(walnut);
            replaced(walnut);
            assertThat(inventory(walnut)).isEqualTo("nas");
            walnut.restart(Map.of());
            assertThat(type(walnut).path("version").asText()).isEqualTo("1.2.0");
            assertThat(inventory(walnut)).isEqualTo("nas");
            rescanned(walnut);
            removed(walnut);
        }
    }

    @Test
    @Requirement({"INT-5", "API-5"})
    void why_a_package_is_refused_is_the_code_of_the_answer() throws Exception {
        try (HomeServer walnut = new HomeServer(folder, Map.of())) {
            HostilePackages.all()
                    .map(Arguments::get)
                    .forEach(
                            hostile -> {
                                int status = hostile[0].equals("type_exists") ? 409 : 400;
                                assertThat(refused(walnut, "acme.int", (byte[]) hostile[2], status))
                                        .as((String) hostile[1])
                                        .isEqualTo(hostile[0]);
                            });
            assertThat(type(walnut).isMissingNode()).isTrue();
        }
    }

    private static PackageZip relay(String version) {
        return PackageZip.relay(version);
    }

    private static void refusals(HomeServer walnut) throws Exception {
        JsonNode before = type(walnut);
        assertThat(refused(walnut, "acme.zip", relay("2.0.0").bytes(), 400))
                .isEqualTo("bad_extension");
        assertThat(refused(walnut, "acme.int", relay("1.0.0").bytes(), 409))
                .isEqualTo("type_exists");
        assertThat(refused(walnut, "acme.int", "nothing".getBytes(StandardCharsets.UTF_8), 400))
                .isEqualTo("bad_archive");
        byte[] climbs = relay("2.0.0").with("../../walnut.yaml", "x").bytes();
        HomeServer.Answer unsafe = walnut.upload(UPLOAD, "acme.int", climbs);
        assertThat(unsafe.json().path("code").asText()).isEqualTo("unsafe_path");
        assertThat(unsafe.json().at("/errors/0/pointer").asText()).isEqualTo("/files");
        assertThat(unsafe.json().path("logs").findValuesAsText("phase")).endsWith("open", "paths");
        assertThat(refused(walnut, "acme.int", new byte[11 << 20], 413)).isEqualTo("too_large");
        byte[] large = new byte[(10 << 20) + 1];
        assertThat(refused(walnut, "acme.int", large, 413)).isEqualTo("too_large");
        HomeServer.Answer json = walnut.post(UPLOAD, "{}");
        assertThat(json.json().path("code").asText()).isEqualTo("unsupported_media_type");
        HomeServer.Answer nothing =
                walnut.sendBytes(
                        UPLOAD,
                        "--x\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nv\r\n--x--\r\n"
                                .getBytes(StandardCharsets.UTF_8),
                        "multipart/form-data; boundary=x");
        assertThat(nothing.json().path("code").asText()).isEqualTo("invalid_request");
        assertThat(type(walnut)).isEqualTo(before);
    }

    private static void replaced(HomeServer walnut) throws Exception {
        done(walnut.upload(UPLOAD, "acme.int", relay("1.1.0").bytes()));
        JsonNode started =
                done(
                        walnut.upload(
                                "api/integrations/types/upload/stream?replace=true",
                                "acme.int",
                                relay("1.2.0").bytes()));
        JsonNode over = ended(walnut, started);
        assertThat(over.path("status").asText()).isEqualTo("succeeded");
        assertThat(over.at("/result/version").asText()).isEqualTo("1.2.0");
        assertThat(over.path("log").findValuesAsText("phase")).contains("kamelets", "install");
        JsonNode bad =
                ended(
                        walnut,
                        done(
                                walnut.upload(
                                        "api/integrations/types/upload/stream",
                                        "acme.int",
                                        relay("1.0.0").bytes())));
        assertThat(bad.path("status").asText()).isEqualTo("failed");
        assertThat(bad.path("error").asText()).contains("1.2.0 is installed already");
    }

    private void rescanned(HomeServer walnut) throws Exception {
        Path manifest = folder.resolve("data/integrations/acme.wake/plugin.yaml");
        String good = Files.readString(manifest);
        Files.writeString(manifest, good.replace("category: power-control", "category: magic"));
        JsonNode over = ended(walnut, done(walnut.post("api/integrations/types/rescan", "")));
        assertThat(over.at("/result/changed/0").asText()).isEqualTo("acme.wake");
        assertThat(type(walnut).path("status").asText()).isEqualTo("invalid");
        Files.writeString(manifest, good);
        ended(walnut, done(walnut.post("api/integrations/types/rescan", "")));
        assertThat(type(walnut).path("status").asText()).isEqualTo("valid");
    }

    private static void removed(HomeServer walnut) {
        String path = "api/integrations/types/acme.wake";
        HomeServer.Answer used = walnut.send("DELETE", path, "", HomeServer.JSON);
        assertThat(used.status()).isEqualTo(409);
        assertThat(used.json().path("code").asText()).isEqualTo("type_in_use");
        assertThat(used.json().at("/host_ids/0").asText()).isEqualTo("waker");
        HomeServer.Answer program =
                walnut.send("DELETE", "api/integrations/types/generic.wol", "", HomeServer.JSON);
        assertThat(program.status()).isEqualTo(409);
        assertThat(walnut.send("DELETE", path + "?force=true", "", HomeServer.JSON).status())
                .isEqualTo(204);
        assertThat(done(walnut.get("api/hosts/waker")).path("state").asText())
                .isEqualTo("type_unavailable");
        assertThat(type(walnut).isMissingNode()).isTrue();
        assertThat(walnut.audit())
                .filteredOn(row -> row.action().equals("integration-type-delete"))
                .extracting(row -> row.object() + " " + row.outcome())
                .contains("acme.wake ok", "acme.wake type_in_use");
    }

    private static JsonNode type(HomeServer walnut) {
        return StreamSupport.stream(
                        done(walnut.get("api/integrations/types")).path("items").spliterator(),
                        false)
                .filter(type -> type.path("id").asText().equals("acme.wake"))
                .findFirst()
                .orElse(com.fasterxml.jackson.databind.node.MissingNode.getInstance());
    }

    private static String inventory(HomeServer walnut) {
        return done(walnut.get("api/hosts/waker/inventory?refresh=full"))
                .at("/items/0/name")
                .asText();
    }

    private static JsonNode ended(HomeServer walnut, JsonNode started) {
        String path = "api/jobs/" + started.path("id").asText();
        await().atMost(TestLimits.WAIT)
                .until(() -> !done(walnut.get(path)).path("finished_at").isNull());
        return done(walnut.get(path));
    }

    private static String refused(HomeServer walnut, String name, byte[] zip, int status) {
        HomeServer.Answer answer = walnut.upload(UPLOAD, name, zip);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        return answer.json().path("code").asText();
    }
}

package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.walnut.PackageZip;
import io.github.walnut.Requirement;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole server after ends that what people added may have caused. */
class SafeStartTest {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String ROUTE = "user-beat";
    private static final String TYPE = "acme.wake";

    @TempDir private Path folder;
    private HomeServer walnut;

    @BeforeEach
    void start() throws Exception {
        walnut = new HomeServer(folder, Map.of());
        String yaml =
                "- route: {id: user-beat, from: {uri: 'timer:b?period=1s', steps: [{log: beat}]}}";
        done(
                walnut.post(
                        "api/routes",
                        new ObjectMapper().createObjectNode().put("yaml", yaml).toString()));
        byte[] zip = PackageZip.relay("1.0.0").bytes();
        done(walnut.upload("api/integrations/types/upload", "acme.int", zip));
        assertThat(route()).isEqualTo("started");
        assertThat(type().path("status").asText()).isEqualTo("valid");
    }

    @AfterEach
    void stop() {
        walnut.close();
    }

    private Path history() {
        return folder.resolve("data").resolve(StartHistory.FILE);
    }

    /** The file as a run leaves it that was ended from outside. */
    private void killed() throws Exception {
        killed("");
    }

    private void killed(String last) throws Exception {
        walnut.stop();
        String stopped = Files.readString(history());
        assertThat(stopped).contains("stopped\n");
        Files.writeString(history(), stopped.replace("stopped\n", last));
        walnut.restart(Map.of());
    }

    private String route() {
        return done(walnut.get("api/routes/" + ROUTE)).path("status").asText();
    }

    private JsonNode type() {
        return item(done(walnut.get("api/integrations/types")).path("items"), "id", TYPE);
    }

    private JsonNode component() {
        return item(done(walnut.get("api/system/status")).path("components"), "name", "safe_start");
    }

    private static JsonNode item(JsonNode list, String name, String value) {
        return StreamSupport.stream(list.spliterator(), false)
                .filter(each -> each.path(name).asText().equals(value))
                .findFirst()
                .orElse(com.fasterxml.jackson.databind.node.MissingNode.getInstance());
    }

    private void assertSafe(String reason) {
        assertThat(route()).isEqualTo("stopped");
        assertThat(type().path("status").asText()).isEqualTo("unavailable");
        await().atMost(LONG).until(() -> component().path("status").asText().equals("degraded"));
        assertThat(component().path("message").asText())
                .contains(reason, "walnut routes start", "walnut integrations rescan");
        assertThat(walnut.happened()).contains("safe_start");
        await().atMost(LONG).until(() -> walnut.get("api/ups").text().contains("rack1"));
        assertThat(done(walnut.get("health")).path("status").asText()).isEqualTo("degraded");
    }

    @Test
    @Requirement("SEC-94")
    void two_early_ends_leave_out_what_people_added_and_nothing_else() throws Exception {
        killed();
        assertThat(route()).isEqualTo("started");
        assertThat(component().isMissingNode()).isTrue();

        killed();
        assertSafe("ended twice within five minutes");

        done(walnut.post("api/routes/" + ROUTE + "/start", ""));
        assertThat(route()).isEqualTo("started");
        await().atMost(LONG)
                .until(
                        () ->
                                done(walnut.get("api/routes/" + ROUTE + "/stats"))
                                                .path("exchanges_total")
                                                .asLong()
                                        > 0);
        JsonNode job = done(walnut.post("api/integrations/types/rescan", ""));
        await().atMost(LONG)
                .until(
                        () ->
                                !done(walnut.get("api/jobs/" + job.path("id").asText()))
                                        .path("finished_at")
                                        .isNull());
        assertThat(type().path("status").asText()).isEqualTo("valid");

        walnut.restart(Map.of());
        assertThat(route()).isEqualTo("started");
        assertThat(type().path("status").asText()).isEqualTo("valid");
    }

    @Test
    @Requirement("SEC-94")
    void an_end_without_memory_leaves_it_out_until_a_run_has_lasted() throws Exception {
        killed("settled\nout of memory\n");
        assertSafe("no memory left");

        walnut.restart(Map.of());
        assertSafe("no memory left");

        walnut.stop();
        Files.writeString(
                history(), Files.readString(history()).replace("stopped\n", "settled\nstopped\n"));
        walnut.restart(Map.of());
        assertThat(route()).isEqualTo("started");
        assertThat(type().path("status").asText()).isEqualTo("valid");
    }

    @Test
    @Requirement("SEC-94")
    void stops_in_good_order_are_no_ends() throws Exception {
        for (int i = 0; i < 3; i++) {
            walnut.restart(Map.of());
            assertThat(route()).isEqualTo("started");
        }
    }

    @Test
    @Requirement("SEC-94")
    void commands_take_routes_and_types_out_without_a_server() throws Exception {
        walnut.stop();
        assertThat(command("routes", "disable", ROUTE)).contains("user-beat stay stopped");
        assertThat(command("integrations", "disable", TYPE)).contains("acme.wake stays out of use");
        assertThat(refused("routes", "disable", "user-none"))
                .contains("There is no document of routes 'user-none'");
        assertThat(refused("integrations", "disable", "generic.ssh"))
                .contains("There is no uploaded type 'generic.ssh'");
        assertThat(refused("integrations", "disable", "../../etc")).contains("no uploaded type");

        walnut.restart(Map.of());
        assertThat(route()).isEqualTo("stopped");
        assertThat(type().path("status").asText()).isEqualTo("unavailable");
        assertThat(walnut.audit())
                .extracting(row -> row.action() + " " + row.object())
                .contains("route-stop user-beat", "integration.type.disabled acme.wake");

        walnut.stop();
        command("routes", "enable", ROUTE);
        command("integrations", "enable", TYPE);
        walnut.restart(Map.of());
        assertThat(route()).isEqualTo("started");
        assertThat(type().path("status").asText()).isEqualTo("valid");
    }

    private String command(String... arguments) throws IOException {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = walnut.cli(Map.of(), new PrintWriter(out), new PrintWriter(err), arguments);
        assertThat(code).as(err.toString()).isZero();
        return out.toString() + err;
    }

    private String refused(String... arguments) throws IOException {
        StringWriter err = new StringWriter();
        int code =
                walnut.cli(
                        Map.of(),
                        new PrintWriter(new StringWriter()),
                        new PrintWriter(err),
                        arguments);
        assertThat(code).isEqualTo(1);
        return err.toString();
    }
}

package io.github.walnut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.walnut.Requirement;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Hosts, types and the server itself, against an API that answers what a test lays down. */
class HostsCommandTest {

    @TempDir private Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final Map<String, String> answers = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
                    asked.add(call);
                    String answer = answers.get(call);
                    byte[] body =
                            (answer == null
                                            ? "{\"title\":\"Not found\",\"status\":404,\"code\":\"not_found\"}"
                                            : answer)
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(answer == null ? 404 : 200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        environment.put("WALNUT_TOKEN", "canary-token-of-the-test");
        environment.put("WALNUT_CONFIG_DIR", folder.toString());
        environment.put("WALNUT_SERVER", "http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private int walnut(String... args) {
        out.getBuffer().setLength(0);
        CommandLine line = Walnut.commandLine(new WalnutTest.NoMachine(), environment);
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(args);
    }

    @Test
    @Requirement({"OPS-40", "OPS-41"})
    void targets_and_capabilities_of_a_host_are_shown() {
        answers.put(
                "GET /api/hosts/lab/inventory?limit=500&type=vm&label=tier%3Agold&refresh=full",
                "{\"items\":[{\"id\":\"vm:1\",\"name\":\"web\",\"status\":\"running\",\"protected\":false}],\"error\":null}");
        answers.put(
                "GET /api/hosts/lab/capabilities",
                "[{\"id\":\"vm.lifecycle\",\"verbs\":[\"shutdown\",\"start\"],\"targets\":[\"vm\"],\"dry_run\":\"required\"}]");
        answers.put("GET /api/hosts/lab", "{\"id\":\"lab\",\"state\":\"connected\"}");

        assertThat(
                        walnut(
                                "hosts",
                                "inventory",
                                "lab",
                                "--type",
                                "vm",
                                "--label",
                                "tier=gold",
                                "--refresh"))
                .isZero();
        assertThat(out).hasToString("ID    NAME  STATUS   PROTECTED\nvm:1  web   running  false\n");
        assertThat(walnut("hosts", "capabilities", "lab")).isZero();
        assertThat(out)
                .hasToString(
                        "CAPABILITY    VERBS           TARGETS  DRY RUN\n"
                                + "vm.lifecycle  shutdown start  vm       required\n");
        assertThat(walnut("--json", "hosts", "show", "lab")).isZero();
        assertThat(out.toString()).contains("\"state\" : \"connected\"");
        assertThat(walnut("hosts", "show", "none")).isEqualTo(1);
        assertThat(walnut("hosts", "show")).isEqualTo(2);
        assertThat(walnut("hosts", "inventory", "lab", "--label", "gold")).isEqualTo(2);
    }

    @Test
    @Requirement("OPS-41")
    void a_host_that_does_not_answer_shows_what_was_known_and_fails() {
        answers.put(
                "GET /api/hosts/lab/inventory?limit=500",
                "{\"items\":[],\"error\":{\"class\":\"timeout\",\"message\":\"no answer\"}}");
        assertThat(walnut("hosts", "inventory", "lab")).isEqualTo(1);
        assertThat(out.toString()).endsWith("As last known: no answer\n");
    }

    @Test
    @Requirement("OPS-41")
    void a_host_is_removed_by_force_only_when_that_is_said() {
        answers.put("DELETE /api/integrations/lab", "");
        answers.put("DELETE /api/integrations/lab?force=true", "");
        assertThat(walnut("hosts", "remove", "lab", "--yes")).isZero();
        assertThat(walnut("hosts", "remove", "lab", "--force", "--yes")).isZero();
        assertThat(asked)
                .containsExactly(
                        "DELETE /api/integrations/lab", "DELETE /api/integrations/lab?force=true");
        assertThat(walnut("hosts", "remove")).isEqualTo(2);
    }

    @Test
    @Requirement({"OPS-41", "INT-13"})
    void types_are_listed_and_checked_here_or_there() throws IOException {
        answers.put(
                "GET /api/integrations/types?limit=500",
                "{\"items\":[{\"id\":\"generic.ssh\",\"name\":\"SSH\",\"version\":\"1.0.0\",\"category\":\"compute\",\"status\":\"valid\",\"instances\":2}]}");
        answers.put(
                "POST /api/integrations/types/generic.ssh/validate",
                "{\"ok\":true,\"findings\":[]}");
        assertThat(walnut("integrations", "types")).isZero();
        assertThat(out)
                .hasToString(
                        "ID           NAME  VERSION  CATEGORY  STATUS  HOSTS\n"
                                + "generic.ssh  SSH   1.0.0    compute   valid   2\n");
        assertThat(walnut("integrations", "validate", "generic.ssh")).isZero();
        assertThat(out.toString()).endsWith("generic.ssh is in order.\n");

        Path bad = Files.createDirectory(folder.resolve("bad"));
        assertThat(walnut("--json", "integrations", "validate", bad.toString())).isEqualTo(1);
        assertThat(Output.JSON.readTree(out.toString()).at("/0/code").asText())
                .isEqualTo("manifest_missing");
    }

    @Test
    @Requirement("OPS-41")
    void a_selftest_is_waited_for_and_fails_with_its_hosts() {
        answers.put("POST /api/system/selftest", "{\"status_url\":\"/api/jobs/1\"}");
        answers.put(
                "GET /api/jobs/1",
                "{\"status\":\"succeeded\",\"finished_at\":\"2026-01-01T00:00:00.000Z\",\"result\":{\"ok\":false,\"hosts\":["
                        + "{\"host_id\":\"lab\",\"ok\":false,\"latency_ms\":4,\"message\":\"refused\"}]}}");
        assertThat(walnut("system", "selftest")).isEqualTo(1);
        assertThat(out).hasToString("HOST  OK     MS  MESSAGE\nlab   false  4   refused\n");
        answers.put(
                "GET /api/jobs/1",
                "{\"status\":\"succeeded\",\"finished_at\":\"2026-01-01T00:00:00.000Z\",\"result\":{\"ok\":true,\"hosts\":[]}}");
        assertThat(walnut("system", "selftest")).isZero();
    }

    @Test
    @Requirement("OPS-41")
    void a_restart_is_confirmed() {
        answers.put("POST /api/system/restart?force=true", "{\"status\":\"restarting\"}");
        assertThat(walnut("system", "restart")).isEqualTo(2);
        assertThat(asked).isEmpty();
        assertThat(walnut("system", "restart", "--yes", "--force")).isZero();
        assertThat(out).hasToString("The server restarts.\n");
        assertThat(walnut("system", "restart", "--yes")).isEqualTo(1);
    }
}

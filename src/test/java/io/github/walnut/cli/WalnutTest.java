package io.github.walnut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.walnut.Requirement;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.Setting;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class WalnutTest {

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
                    asked.add(
                            call
                                    + " "
                                    + exchange.getRequestHeaders().getFirst("Authorization")
                                    + " "
                                    + new String(
                                            exchange.getRequestBody().readAllBytes(),
                                            StandardCharsets.UTF_8));
                    String answer = answers.get(call);
                    byte[] body =
                            (answer == null
                                            ? "{\"title\":\"Not found\",\"status\":404,\"code\":\"not_found\",\"detail\":\"there is no "
                                                    + exchange.getRequestURI()
                                                    + "\"}"
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
        CommandLine line = Walnut.commandLine(new NoMachine(), environment, args);
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(args);
    }

    private static String golden(String name) throws IOException {
        return Files.readString(Path.of("src/test/resources/cli", name));
    }

    @Test
    @Requirement("EXE-52")
    void what_is_owed_is_listed_with_the_gates_that_are_shut() throws IOException {
        answers.put(
                "GET /api/obligations?limit=500",
                "{\"items\":[{\"id\":\"0199\",\"host_id\":\"pve\",\"target_id\":\"vm:1\",\"gates\":["
                        + "{\"gate\":\"mains\",\"open\":true,\"detail\":null},"
                        + "{\"gate\":\"charge\",\"open\":false,\"detail\":\"charged to 20 %\"}]}]}");
        assertThat(walnut("obligations", "list")).isZero();
        assertThat(out.toString()).contains("vm:1").contains("charged to 20 %");
        walnut("--json", "obligations", "list");
        assertThat(out.toString()).doesNotContain("waits_for");
    }

    @Test
    @Requirement("EXE-57")
    void a_person_dismisses_retries_and_recovers() throws IOException {
        answers.put("POST /api/obligations/0199/dismiss", "{}");
        answers.put("POST /api/obligations/0199/retry", "{}");
        answers.put("POST /api/runs/0198/recover", "{\"id\":\"019a\"}");
        assertThat(walnut("obligations", "dismiss", "0199", "--reason", "sold")).isZero();
        assertThat(walnut("obligations", "retry", "0199")).isZero();
        assertThat(walnut("runs", "recover", "0198", "--no-gates")).isZero();
        assertThat(asked.get(0)).endsWith("{\"reason\":\"sold\"}");
        assertThat(asked.get(2)).endsWith("{\"gates\":false}");
        assertThat(out.toString()).contains("019a");
        assertThat(walnut("obligations", "dismiss", "0199")).isEqualTo(2);
    }

    @Test
    @Requirement({"OPS-40", "OPS-41"})
    void lists_ups_as_a_table_and_as_json() throws IOException {
        answers.put("GET /api/ups?limit=500", golden("ups.json"));
        assertThat(walnut("ups", "list")).isZero();
        assertThat(out).hasToString(golden("ups-list.txt"));
        assertThat(asked)
                .containsExactly("GET /api/ups?limit=500 Bearer canary-token-of-the-test ");
        out.getBuffer().setLength(0);
        assertThat(walnut("--json", "ups", "list")).isZero();
        assertThat(Output.JSON.readTree(out.toString()))
                .isEqualTo(Output.JSON.readTree(golden("ups.json")).get("items"));
    }

    private Set<String> groups(String line) {
        return Walnut.commandLine(new NoMachine(), environment, line.split(" "))
                .getSubcommands()
                .keySet();
    }

    @Test
    @Requirement("OPS-40")
    void a_command_makes_the_model_of_its_own_group_and_what_is_about_all_makes_all() {
        for (String line :
                List.of(
                        "policies list",
                        "--json --server http://rack policies list --help",
                        "--server=http://rack -q policies runs")) {
            assertThat(groups(line)).as(line).containsExactly("policies");
        }
        for (String line :
                List.of(
                        "--help policies",
                        "-h",
                        "help policies",
                        "completion bash",
                        "polices list",
                        "--unknown policies",
                        "--server policies")) {
            assertThat(groups(line)).as(line).contains("policies", "runs", "help");
        }
    }

    @Test
    @Requirement("OPS-41")
    void a_shell_learns_every_command() throws Exception {
        assertThat(walnut("completion", "bash")).isZero();
        assertThat(out.toString()).contains("_picocli_walnut_policies_dryrun");
        everythingIsIn(out.toString(), Walnut.commandLine(new NoMachine(), environment));
        Path script = Files.writeString(folder.resolve("completion.sh"), out.toString());
        Process bash =
                new ProcessBuilder(
                                "bash",
                                "-c",
                                "source "
                                        + script
                                        + "; COMP_WORDS=(walnut obl); COMP_CWORD=1; _complete_walnut;"
                                        + " echo ${COMPREPLY[@]}")
                        .start();
        assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("obligations\n");
        assertThat(walnut("completion", "tcsh")).isEqualTo(2);
    }

    /** Every command's function, and in it every option. */
    private static void everythingIsIn(String script, CommandLine command) {
        String name = "_picocli_" + command.getCommandSpec().qualifiedName("_").replace("-", "");
        int begin = script.indexOf("function " + name + "() {");
        assertThat(begin).as(name).isPositive();
        String function = script.substring(begin, script.indexOf("\n}\n", begin));
        command.getCommandSpec()
                .options()
                .forEach(option -> assertThat(function).as(name).contains(option.longestName()));
        command.getSubcommands().values().forEach(child -> everythingIsIn(script, child));
    }

    @Test
    @Requirement("OPS-41")
    void a_login_is_kept_for_its_person_alone_renewed_and_ended() throws Exception {
        environment.remove("WALNUT_TOKEN");
        environment.put("XDG_CONFIG_HOME", folder.toString());
        Path password = Files.writeString(folder.resolve("password"), "canary-horse-44");
        answers.put(
                "POST /auth/jwt/login",
                "{\"access_token\":\"first\",\"refresh_token\":\"r1\",\"expires_in\":10,"
                        + "\"user\":{\"email\":\"ada@example.org\",\"role\":\"admin\"}}");
        answers.put(
                "POST /auth/jwt/refresh",
                "{\"access_token\":\"second\",\"refresh_token\":\"r2\",\"expires_in\":600}");
        answers.put("GET /auth/users/me", "{\"email\":\"ada@example.org\"}");
        answers.put("POST /auth/jwt/logout", "");

        assertThat(
                        walnut(
                                "login",
                                "--email",
                                "ada@example.org",
                                "--password-file",
                                password.toString()))
                .isZero();
        assertThat(out.toString()).contains("as ada@example.org, admin.");
        Path kept = folder.resolve("walnut/logins.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                .isEqualTo("rw-------");
        assertThat(walnut("whoami")).isZero();
        assertThat(walnut("whoami")).isZero();
        assertThat(asked.subList(1, 4))
                .containsExactly(
                        "POST /auth/jwt/refresh null {\"refresh_token\":\"r1\"}",
                        "GET /auth/users/me Bearer second ",
                        "GET /auth/users/me Bearer second ");
        assertThat(walnut("logout")).isZero();
        assertThat(asked.get(4)).startsWith("POST /auth/jwt/logout Bearer second");
        assertThat(Files.readString(kept)).doesNotContain("second", "r2");
        assertThat(walnut("logout")).isEqualTo(1);
        assertThat(walnut("login")).isEqualTo(2);
    }

    @Test
    void text_from_a_device_cannot_steer_the_terminal() throws IOException {
        answers.put(
                "GET /api/events?limit=50",
                "{\"items\":[{\"message\":\"\\u001b[2J\\u0007gone\"}]}");
        assertThat(walnut("events", "list")).isZero();
        assertThat(out.toString()).doesNotContain("\u001b", "\u0007").contains("?[2J?gone");
    }

    @Test
    @Requirement("OPS-40")
    void a_refusal_is_one_line_for_people_and_the_problem_for_programs() throws IOException {
        assertThat(walnut("ups", "show", "rack b")).isEqualTo(1);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines("Not found: there is no /api/ups/rack%20b");
        assertThat(walnut("--json", "ups", "show", "x")).isEqualTo(1);
        assertThat(Output.JSON.readTree(out.toString()).path("code").asText())
                .isEqualTo("not_found");
    }

    @Test
    @Requirement("SEC-72")
    void a_broken_audit_chain_makes_verify_fail() {
        answers.put(
                "POST /api/audit/verify",
                "{\"ok\":false,\"rows\":6,\"first_bad_seq\":7,\"checkpoint_at\":null}");
        assertThat(walnut("audit", "verify")).isEqualTo(1);
        assertThat(out.toString()).contains("Row 7 is not as it was written.");
        answers.put(
                "GET /api/audit?limit=2&actor=ben%40example.org",
                "{\"items\":[{\"seq\":9,\"actor\":\"ben@example.org\",\"action\":\"host-delete\"}]}");
        assertThat(walnut("audit", "list", "--limit", "2", "--actor", "ben@example.org")).isZero();
        assertThat(out.toString()).contains("9    -     ben@example.org  host-delete");
        assertThat(walnut("audit", "list", "--limit", "0")).isEqualTo(2);
        assertThat(walnut("audit", "verify", "--head", "7")).isEqualTo(2);
    }

    @Test
    @Requirement("OPS-40")
    void wrong_usage_ends_with_2_and_says_what_was_expected() {
        assertThat(walnut("ups", "fly")).isEqualTo(2);
        assertThat(walnut("--server", "nowhere", "ups", "list")).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "--server: expected an address such as http://127.0.0.1:8000, got 'nowhere'");
        assertThat(walnut()).isEqualTo(2);
        assertThat(walnut("keys", "generate", "--length", "8")).isEqualTo(2);
        assertThat(walnut("auth", "create-admin", "--email", "a@example.org")).isEqualTo(2);
    }

    @Test
    @Requirement("OPS-40")
    void a_server_that_does_not_answer_is_a_failure_with_the_next_step() {
        server.stop(0);
        assertThat(walnut("runs", "list")).isEqualTo(1);
        assertThat(err.toString()).contains("Is the server running?");
    }

    @Test
    @Requirement("OPS-40")
    void a_server_that_closes_the_connection_is_said_to_do_so() throws Exception {
        try (ServerSocket door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture.runAsync(() -> turnsAllAway(door));
            String address = "http://127.0.0.1:" + door.getLocalPort();
            assertThat(walnut("--server", address, "runs", "list")).isEqualTo(1);
        }
        assertThat(err.toString()).contains("closed the connection").contains("too many open");
    }

    /** Reads what is asked and says nothing, to Java's second try too, until the door is closed. */
    private static void turnsAllAway(ServerSocket door) {
        try {
            while (true) {
                try (Socket caller = door.accept()) {
                    caller.getInputStream().read(new byte[8192]);
                }
            }
        } catch (IOException e) {
            // accept ends so when the test closes the door
        }
    }

    @Test
    void without_token_and_keys_it_says_how_to_log_in() {
        environment.remove("WALNUT_TOKEN");
        assertThat(walnut("ups", "list")).isEqualTo(1);
        assertThat(err.toString()).contains("WALNUT_TOKEN", "WALNUT_DB_KEY");
    }

    @Test
    @Requirement("OPS-3")
    void a_token_comes_from_a_file_before_the_variable() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "token-of-the-file\n");
        environment.put("WALNUT_TOKEN_FILE", file.toString());
        answers.put("GET /api/ups?limit=500", golden("ups.json"));
        assertThat(walnut("ups", "list")).isZero();
        assertThat(asked).containsExactly("GET /api/ups?limit=500 Bearer token-of-the-file ");
        environment.put("WALNUT_TOKEN_FILE", folder.resolve("none").toString());
        assertThat(walnut("ups", "list")).isEqualTo(2);
        assertThat(err.toString()).contains("expected a file, found none");
    }

    @Test
    @Requirement("OPS-40")
    void a_typo_is_answered_with_the_nearest_word_in_one_line() {
        assertThat(walnut("upss", "list")).isEqualTo(2);
        assertThat(walnut("ups", "list", "--jsn")).isEqualTo(2);
        assertThat(err)
                .hasToString(
                        "walnut: unknown command 'upss'. Did you mean 'ups'? See walnut --help\n"
                                + "walnut ups list: unknown option '--jsn'. Did you mean '--json'? See walnut ups list --help\n");
    }

    @Test
    void only_the_help_of_the_whole_program_tells_how_to_begin() {
        walnut("--help");
        assertThat(out.toString()).contains("A first installation");
        out.getBuffer().setLength(0);
        walnut("ups", "list", "--help");
        assertThat(out.toString()).contains("Every UPS").doesNotContain("A first installation");
    }

    @Test
    @Requirement("OPS-2")
    void shows_settings_with_their_origin_and_masks_secrets() {
        environment.put("WALNUT_DB_KEY", "canary-canary-of-the-database-key");
        assertThat(walnut("config", "show", "--origin")).isZero();
        assertThat(out.toString())
                .doesNotContain("canary-canary")
                .containsPattern("walnut.db.key +\\*\\*\\* +environment");
    }

    @Test
    @Requirement("OPS-81")
    void health_asks_the_server_where_the_settings_of_the_machine_put_it() throws IOException {
        environment.remove("WALNUT_SERVER");
        Files.writeString(
                folder.resolve("application.properties"),
                "walnut.http.port=" + server.getAddress().getPort() + "\n");
        environment.put("WALNUT_HTTP_HOST", "0.0.0.0");
        answers.put("GET /health", "{\"status\":\"ok\"}");
        assertThat(walnut("system", "health")).as(err.toString()).isZero();
        environment.put("WALNUT_HTTP_HOST", "::1");
        environment.put("WALNUT_HTTP_PORT", "1");
        assertThat(walnut("system", "health")).isEqualTo(1);
        assertThat(err.toString()).contains("http://[::1]:1/");
    }

    @Test
    void bad_settings_end_with_78_and_all_their_lines() {
        environment.put("WALNUT_HTTP_PORT", "eighty");
        assertThat(walnut("serve")).isEqualTo(78);
        assertThat(err.toString())
                .contains("WALNUT_HTTP_PORT: expected a number from 0 to 65535, got 'eighty'");
    }

    @Test
    void a_document_with_a_blocker_makes_validate_fail() throws IOException {
        Path file = Files.writeString(folder.resolve("p.yaml"), "version: '2.0'\n");
        answers.put(
                "POST /api/policies/validate",
                "{\"ok\":false,\"findings\":[{\"severity\":\"blocker\",\"pointer\":\"/name\",\"code\":\"required\",\"message\":\"name is required\"}]}");
        assertThat(walnut("policies", "validate", "-f", file.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("blocker   /name  required  name is required");
    }

    @Test
    void arming_repeats_the_name_of_the_policy() throws IOException {
        answers.put(
                "GET /api/policies/01990000-0000-7000-8000-000000000001",
                "{\"name\":\"Shed\",\"target_count\":3}");
        answers.put(
                "POST /api/policies/01990000-0000-7000-8000-000000000001/arm",
                "{\"name\":\"Shed\",\"status\":\"enabled\",\"armed\":true,\"effective\":\"live\"}");
        assertThat(
                        walnut(
                                "policies",
                                "arm",
                                "01990000-0000-7000-8000-000000000001",
                                "--reason",
                                "tested today"))
                .isZero();
        assertThat(asked.get(1))
                .contains("\"confirm\":\"Shed\"", "\"targets\":3", "\"reason\":\"tested today\"");
        assertThat(out.toString()).contains("Shed: enabled, armed, effective live");
    }

    @Test
    void a_secret_comes_from_a_file_only() throws IOException {
        assertThat(
                        walnut(
                                "hosts",
                                "add",
                                "--type",
                                "generic.ssh",
                                "--name",
                                "nas",
                                "--secret",
                                "password=open"))
                .isEqualTo(2);
        Path file = Files.writeString(folder.resolve("secret"), "canary-s3cret\n");
        answers.put(
                "POST /api/integrations",
                "{\"id\":\"nas\",\"name\":\"nas\",\"state\":\"unknown\"}");
        assertThat(
                        walnut(
                                "hosts",
                                "add",
                                "--type",
                                "generic.ssh",
                                "--name",
                                "nas",
                                "--set",
                                "port=2222",
                                "--set",
                                "host=127.0.0.1",
                                "--secret",
                                "password=@" + file))
                .isZero();
        assertThat(asked.get(0))
                .contains(
                        "\"port\":2222",
                        "\"host\":\"127.0.0.1\"",
                        "\"password\":\"canary-s3cret\"");
    }

    @Test
    void every_command_explains_itself() {
        CommandLine line = Walnut.commandLine(new NoMachine(), environment);
        explained(line);
    }

    private static void explained(CommandLine line) {
        assertThat(line.getCommandSpec().usageMessage().description())
                .as(line.getCommandName())
                .isNotEmpty();
        line.getSubcommands().values().forEach(WalnutTest::explained);
    }

    /**
     * The commands under test never touch the machine; those that do are tested with the whole
     * program.
     */
    @Test
    @Requirement("POL-70")
    void a_policy_is_checked_without_a_server_as_far_as_it_goes() throws IOException {
        Path file = folder.resolve("policy.yaml");
        Files.writeString(
                file,
                "name: ab\ntrigger: {type: ups.state, equals: OB}\nactions: [{host_id: h, capability: a.b, verb: c}]\n");
        assertThat(walnut("policies", "validate", "--offline", "-f", file.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("/name", "too_short");
        Files.writeString(file, Files.readString(file).replace("name: ab", "name: abc"));
        assertThat(walnut("policies", "validate", "--offline", "-f", file.toString())).isZero();
        assertThat(asked).isEmpty();

        answers.put(
                "POST /api/policies/validate",
                "{\"ok\":true,\"severity\":\"error\",\"findings\":[]}");
        assertThat(walnut("policies", "validate", "-f", file.toString())).isZero();
        assertThat(walnut("policies", "validate", "--strict", "-f", file.toString())).isEqualTo(1);
    }

    @Test
    void the_schemas_are_printed_without_a_server() throws IOException {
        assertThat(walnut("policies", "schema", "2")).isZero();
        assertThat(Output.JSON.readTree(out.toString()).path("$id").asText())
                .isEqualTo("urn:walnut:schema:policy-2");
        assertThat(walnut("policies", "schema", "3")).isEqualTo(2);
        assertThat(asked).isEmpty();
    }

    @Test
    @Requirement("OPS-4")
    void serve_reads_variables_from_a_file_only_when_it_is_told_to() throws IOException {
        Path file = Files.writeString(folder.resolve("walnut.env"), "NUT_HOST=ups.example\n");
        assertThat(walnut("config", "show", "--origin", "--env-file", file.toString())).isZero();
        assertThat(out.toString()).containsPattern("walnut.nut.host +ups.example +" + file);
        out.getBuffer().setLength(0);
        assertThat(walnut("config", "show", "--origin")).isZero();
        assertThat(out.toString()).containsPattern("walnut.nut.host +localhost +default");
    }

    @Test
    @Requirement("OPS-90")
    void serve_runs_after_the_command_line_is_forgotten_and_still_tells_why_it_failed() {
        AtomicBoolean parsing = new AtomicBoolean();
        Local machine =
                new NoMachine() {
                    @Override
                    public int serve(Configuration configuration) {
                        parsing.set(
                                StackWalker.getInstance()
                                        .walk(
                                                frames ->
                                                        frames.anyMatch(
                                                                frame ->
                                                                        frame.getClassName()
                                                                                .startsWith(
                                                                                        "picocli"))));
                        throw new CliException(75, "the data is in use");
                    }
                };
        environment.put("WALNUT_DB_KEY", "0123456789abcdef0123456789abcdef");
        environment.put("WALNUT_JWT_SECRET", "fedcba9876543210fedcba9876543210");

        int code =
                Walnut.run(
                        machine,
                        environment,
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        "--json",
                        "serve");

        assertThat(code).isEqualTo(75);
        assertThat(parsing).isFalse();
        assertThat(err.toString()).endsWith("the data is in use" + System.lineSeparator());
        assertThat(out.toString()).contains("\"detail\" : \"the data is in use\"");
    }

    static class NoMachine implements Local {

        private static AssertionError unexpected() {
            return new AssertionError("this command must not touch the machine");
        }

        @Override
        public KeysMade makeKeys(Configuration configuration) {
            throw unexpected();
        }

        @Override
        public Initialised initDatabase(Configuration configuration, boolean forceNew) {
            throw unexpected();
        }

        @Override
        public People people() {
            throw unexpected();
        }

        @Override
        public String localToken(Configuration configuration) {
            throw unexpected();
        }

        @Override
        public List<PackageError> checkPackage(Path folder) {
            return folder.endsWith("bad")
                    ? List.of(new PackageError("manifest_missing", "", "there is no plugin.yaml"))
                    : List.of();
        }

        @Override
        public List<Finding> check(Configuration configuration) {
            throw unexpected();
        }

        @Override
        public Map<Setting, Object> storedSettings(Configuration configuration) {
            throw unexpected();
        }

        @Override
        public Extensions extensions() {
            throw unexpected();
        }

        @Override
        public int serve(Configuration configuration) {
            throw unexpected();
        }

        @Override
        public Checks checks() {
            throw unexpected();
        }

        @Override
        public int demo(int port, double speed, int seed, boolean withParent) {
            throw unexpected();
        }

        @Override
        public Vault vault() {
            throw unexpected();
        }

        @Override
        public Map<String, Object> databaseHealth(Configuration configuration, boolean full) {
            throw unexpected();
        }
    }
}

package io.github.walnut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.app.LocalMachine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands of {@code walnut auth}, on a real database. */
class AuthCommandTest {

    private static final String STRONG = "a-quite-long-passphrase";

    @TempDir private Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void configure() throws IOException {
        environment.put("WALNUT_ENV", "test");
        environment.put("WALNUT_DB_KEY", "canary-Tr0ub4dor&3-and-a-second-sentence");
        environment.put("WALNUT_JWT_SECRET", "canary-0123456789abcdefghijklmnop");
        environment.put("WALNUT_CONFIG_DIR", folder.resolve("config").toString());
        environment.put("WALNUT_DATA_DIR", folder.resolve("data").toString());
        environment.put("WALNUT_ARGON2_PROFILE", "test");
        environment.put("WALNUT_DB_KDF_ITER", "64000");
        Files.writeString(folder.resolve("strong"), STRONG + "\n");
        Files.writeString(folder.resolve("weak"), "letmein12\n");
        Files.writeString(folder.resolve("hopeless"), "short\n");
        assertThat(walnut("db", "init")).isZero();
        said();
    }

    private int walnut(String... args) {
        CommandLine line = Walnut.commandLine(new LocalMachine(), environment);
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(args);
    }

    /** What was printed since the last time, with ids and times of this run made equal. */
    private String said() {
        String text =
                out.toString()
                        .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "<id>")
                        .replaceAll("20[0-9]{2}-[0-9T:.-]+Z", "<time>")
                        .replaceAll(" +\n", "\n");
        out.getBuffer().setLength(0);
        return text;
    }

    private JsonNode json(String... args) throws IOException {
        said();
        String[] all = new String[args.length + 1];
        all[0] = "--json";
        System.arraycopy(args, 0, all, 1, args.length);
        assertThat(walnut(all)).as(err.toString()).isZero();
        JsonNode value = Output.JSON.readTree(out.toString());
        said();
        return value;
    }

    private void create(String email, String role) {
        assertThat(
                        walnut(
                                "auth",
                                "create-user",
                                "--email",
                                email,
                                "--role",
                                role,
                                "--password-file",
                                folder.resolve("strong").toString()))
                .as(err.toString())
                .isZero();
    }

    private static String golden(String name) throws IOException {
        return Files.readString(Path.of("src/test/resources/cli", name));
    }

    @Test
    @Requirement({"OPS-41", "OPS-42"})
    void accounts_are_listed_as_a_table_and_as_json() throws IOException {
        create("zoe@example.org", "admin");
        create("Anna@example.org", "user");
        assertThat(said())
                .isEqualTo(
                        "Account zoe@example.org created, role admin.\n"
                                + "Account anna@example.org created, role operator.\n");
        assertThat(walnut("auth", "list-users")).isZero();
        assertThat(said()).isEqualTo(golden("auth-list-users.txt"));
        assertThat(walnut("--json", "auth", "list-users")).isZero();
        assertThat(Output.JSON.readTree(said()))
                .isEqualTo(Output.JSON.readTree(golden("auth-list-users.json")));
    }

    @Test
    @Requirement({"OPS-41", "OPS-42"})
    void roles_activity_and_passwords_are_changed() throws IOException {
        create("zoe@example.org", "admin");
        create("anna@example.org", "viewer");
        String[] anna = {"--email", "anna@example.org"};
        String strong = folder.resolve("strong").toString();
        assertThat(json("auth", "set-role", anna[0], anna[1], "--role", "operator").get("role"))
                .hasToString("\"operator\"");
        assertThat(json("auth", "disable", anna[0], anna[1]).get("active").asBoolean()).isFalse();
        assertThat(json("auth", "enable", anna[0], anna[1]).get("active").asBoolean()).isTrue();
        assertThat(
                        json("auth", "reset-password", anna[0], anna[1], "--password-file", strong)
                                .get("version")
                                .asInt())
                .isEqualTo(5);
        walnut("auth", "set-role", anna[0], anna[1], "--role", "viewer");
        walnut("auth", "disable", anna[0], anna[1]);
        walnut("auth", "enable", anna[0], anna[1]);
        walnut("auth", "reset-password", anna[0], anna[1], "--password-file", strong);
        walnut("auth", "delete", anna[0], anna[1]);
        assertThat(said())
                .isEqualTo(
                        "anna@example.org has the role viewer.\n"
                                + "anna@example.org is disabled.\n"
                                + "anna@example.org is enabled.\n"
                                + "anna@example.org has a new password.\n"
                                + "anna@example.org is deleted.\n");
        JsonNode audit = json("audit", "list");
        assertThat(audit.findValuesAsText("actor_kind")).containsOnly("cli");
        assertThat(audit.findValuesAsText("action"))
                .contains("user-create", "user-update", "user-delete");
        assertThat(audit.toString()).doesNotContain(STRONG);
    }

    @Test
    @Requirement({"SEC-2"})
    void a_weak_password_is_taken_with_a_warning_and_marked() throws IOException {
        String[] anna = {"auth", "create-admin", "--email", "anna@example.org", "--password-file"};
        String[] weak = {anna[0], anna[1], anna[2], anna[3], anna[4], "" + folder.resolve("weak")};
        assertThat(walnut(weak)).isZero();
        assertThat(err.toString()).contains("warning: weak password: A password has 12 to 128");
        assertThat(json("auth", "list-users").at("/0/weak_password").asBoolean()).isTrue();
        weak[5] = "" + folder.resolve("hopeless");
        assertThat(walnut(weak)).isEqualTo(2);
        assertThat(err.toString()).contains("at least 8 characters");
    }

    @Test
    @Requirement({"OPS-40", "OPS-42", "SEC-5"})
    void what_cannot_be_done_fails_and_says_why() {
        create("zoe@example.org", "admin");
        String strong = folder.resolve("strong").toString();
        assertThat(walnut("auth", "disable", "--email", "nobody@example.org")).isEqualTo(1);
        assertThat(err.toString()).contains("There is no account nobody@example.org");
        for (String[] last :
                new String[][] {
                    {"auth", "disable", "--email", "zoe@example.org"},
                    {"auth", "delete", "--email", "zoe@example.org"},
                    {"auth", "set-role", "--email", "zoe@example.org", "--role", "viewer"}
                }) {
            err.getBuffer().setLength(0);
            assertThat(walnut(last)).isEqualTo(1);
            assertThat(err.toString()).contains("last active administrator");
        }
        for (String command : new String[] {"enable", "delete", "reset-password", "sessions"}) {
            String[] line = {"auth", command, "--email", "nobody@example.org", "", ""};
            boolean password = command.startsWith("reset");
            line[4] = "--password-file";
            line[5] = strong;
            assertThat(walnut(java.util.Arrays.copyOf(line, password ? 6 : 4))).isEqualTo(1);
        }
        assertThat(walnut("auth", "revoke", "--email", "nobody@example.org")).isEqualTo(1);
        assertThat(walnut("auth", "setup-token")).isEqualTo(1);
        assertThat(err.toString()).contains("There is an administrator already");
        err.getBuffer().setLength(0);
        assertThat(
                        walnut(
                                "auth",
                                "create-user",
                                "--email",
                                "ZOE@example.org",
                                "--role",
                                "viewer",
                                "--password-file",
                                strong))
                .isEqualTo(1);
        assertThat(err.toString()).contains("There is an account zoe@example.org already");
    }

    @Test
    @Requirement({"OPS-40", "OPS-42"})
    void wrong_usage_is_told_apart() {
        for (String[] wrong :
                new String[][] {
                    {"auth", "create-user", "--email", "a@example.org", "--role", "root"},
                    {"auth", "create-user", "--role", "viewer"},
                    {"auth", "set-role", "--email", "a@example.org"},
                    {"auth", "set-role", "--email", "a@example.org", "--role", "root"},
                    {"auth", "disable"},
                    {"auth", "enable"},
                    {"auth", "delete"},
                    {"auth", "reset-password", "--email", "a@example.org"},
                    {"auth", "list-users", "surplus"},
                    {"auth", "sessions"},
                    {"auth", "sessions", "--all", "--email", "a@example.org"},
                    {"auth", "revoke"},
                    {"auth", "setup-token", "surplus"}
                }) {
            assertThat(walnut(wrong)).as(String.join(" ", wrong)).isEqualTo(2);
        }
    }

    @Test
    @Requirement({"OPS-41", "OPS-42", "SEC-13"})
    void sessions_are_listed_and_ended() throws IOException {
        create("zoe@example.org", "admin");
        LocalMachine machine = new LocalMachine();
        Walnut walnut = new Walnut(machine, environment);
        new CommandLine(walnut).setErr(new PrintWriter(err, true));
        machine.localToken(walnut.configuration());
        said();
        assertThat(walnut("auth", "sessions", "--all")).isZero();
        assertThat(said()).isEqualTo(golden("auth-sessions.txt"));
        assertThat(json("auth", "sessions", "--email", "zoe@example.org"))
                .hasSize(1)
                .first()
                .satisfies(session -> assertThat(session.get("kind").asText()).isEqualTo("local"));
        assertThat(walnut("auth", "revoke", "--all")).isZero();
        assertThat(said()).isEqualTo("1 session ended.\n");
        assertThat(json("auth", "revoke", "--email", "zoe@example.org"))
                .hasToString("{\"ended\":0}");
        assertThat(json("auth", "sessions", "--all")).isEmpty();
    }

    @Test
    @Requirement({"SEC-4", "OPS-41", "OPS-42"})
    void a_setup_token_is_made_anew_while_there_is_no_administrator() throws IOException {
        create("anna@example.org", "viewer");
        said();
        assertThat(walnut("auth", "setup-token")).isZero();
        String first = out.toString().strip();
        assertThat(first).matches("[A-Za-z0-9_-]{43}");
        JsonNode second = json("auth", "setup-token");
        Path file = Path.of(second.get("file").asText());
        assertThat(Files.readString(file).strip())
                .isEqualTo(second.get("token").asText())
                .isNotEqualTo(first);
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        create("zoe@example.org", "admin");
        assertThat(walnut("auth", "setup-token")).isEqualTo(1);
    }
}

package io.github.walnut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.walnut.Requirement;
import io.github.walnut.config.Configuration;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database is opened for a login of this machine, and not for each command. */
class LocalLoginTest {

    @TempDir private Path folder;
    private final List<String> shown = new ArrayList<>();
    private final StringWriter said = new StringWriter();
    private HttpServer server;
    private String refused = "";
    private boolean refusesAll;
    private int logins;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String token = exchange.getRequestHeaders().getFirst("Authorization");
        shown.add(token);
        byte[] body = "{\"items\":[]}".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(refusesAll || token.equals(refused) ? 401 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private int listed() {
        Local machine =
                new WalnutTest.NoMachine() {
                    @Override
                    public String localToken(Configuration configuration) {
                        return "login-" + ++logins;
                    }
                };
        PrintWriter out = new PrintWriter(said, true);
        return Walnut.run(
                machine,
                Map.of(
                        "WALNUT_DB_KEY",
                        "a-key-of-this-test-with-36-letters-x",
                        "WALNUT_JWT_SECRET",
                        "another-key-of-this-test-with-40-letters",
                        "WALNUT_DATA_DIR",
                        folder.toString(),
                        "XDG_CONFIG_HOME",
                        folder.resolve("nobody").toString(),
                        "WALNUT_SERVER",
                        "http://127.0.0.1:" + server.getAddress().getPort()),
                out,
                out,
                "ups",
                "list");
    }

    private Path kept() {
        return folder.resolve("local-login.json");
    }

    @Test
    @Requirement("OPS-41")
    void the_next_command_takes_the_same_login_from_a_file_of_its_owner() throws IOException {
        assertThat(listed()).as(said.toString()).isZero();
        assertThat(listed()).as(said.toString()).isZero();

        assertThat(shown).containsExactly("Bearer login-1", "Bearer login-1");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept())))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(kept());
        }
    }

    @Test
    @Requirement("OPS-41")
    void a_login_that_the_server_has_ended_is_made_anew() {
        listed();
        refused = "Bearer login-1";

        assertThat(listed()).as(said.toString()).isZero();
        assertThat(listed()).as(said.toString()).isZero();

        assertThat(shown)
                .containsExactly(
                        "Bearer login-1", "Bearer login-1", "Bearer login-2", "Bearer login-2");
    }

    @Test
    @Requirement("OPS-41")
    void a_server_that_refuses_every_login_is_asked_twice_and_no_more() {
        refusesAll = true;

        assertThat(listed()).isEqualTo(1);

        assertThat(shown).containsExactly("Bearer login-1", "Bearer login-2");
    }

    @Test
    @Requirement("OPS-41")
    void a_file_that_is_old_cut_off_or_from_another_time_counts_for_nothing() throws IOException {
        long hour = 3_600_000;
        for (String text :
                List.of(
                        "",
                        "{\"token\":\"x\"",
                        "{\"token\":\"x\",\"expires_at\":1}",
                        "{\"token\":\"x\",\"expires_at\":"
                                + (System.currentTimeMillis() + hour)
                                + "}")) {
            Files.writeString(kept(), text);
            shown.clear();

            assertThat(listed()).as(said.toString()).isZero();

            assertThat(shown).as(text).containsExactly("Bearer login-" + logins);
        }
        assertThat(logins).isEqualTo(4);
    }
}

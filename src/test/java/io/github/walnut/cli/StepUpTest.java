package io.github.walnut.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.walnut.Requirement;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that wants the password proven anew before it does something. */
class StepUpTest {

    private static final String PASSWORD = "a-long-and-quiet-river";

    @TempDir private Path folder;
    private final List<String> asked = new ArrayList<>();
    private HttpServer server;
    private boolean proven;
    private boolean provider;

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
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        switch (exchange.getRequestURI().getPath()) {
            case "/auth/users/me" -> send(exchange, 200, "{\"email\":\"ada@example.org\"}");
            case "/auth/step-up" -> stepUp(exchange, body);
            default -> {
                if (proven) {
                    send(exchange, 200, "{\"heard\":" + body.length() + "}");
                } else {
                    send(
                            exchange,
                            403,
                            "{\"code\":\"step_up_required\",\"title\":\"t\",\"detail\":\"POST it\"}");
                }
            }
        }
    }

    private void stepUp(HttpExchange exchange, String body) throws IOException {
        if (provider) {
            send(exchange, 200, "{\"redirect_url\":\"/auth/oidc/login?step_up=true\"}");
            return;
        }
        proven = body.contains(PASSWORD);
        String refusal =
                "{\"code\":\"wrong\",\"title\":\"Not logged in\",\"detail\":\"wrong password\"}";
        send(exchange, proven ? 200 : 401, proven ? "{}" : refusal);
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private ApiClient client(String typed) {
        StepUp stepUp =
                new StepUp(
                        question -> {
                            asked.add(question);
                            return Optional.ofNullable(typed).map(String::toCharArray);
                        });
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        return new ApiClient(address, "token", null, stepUp);
    }

    @Test
    @Requirement({"OPS-40", "OPS-41"})
    void at_a_terminal_the_password_is_asked_for_and_the_command_goes_on() throws IOException {
        Path file = Files.writeString(folder.resolve("backup.wnb"), "sealed");
        ApiClient client = client(PASSWORD);

        assertThat(client.upload("api/system/restore", file).path("heard").asInt()).isPositive();
        assertThat(client.post("api/x", Output.JSON.createObjectNode()).path("heard").asInt())
                .isEqualTo(2);
        assertThat(asked).hasSize(1).first().asString().contains("ada@example.org");
    }

    @Test
    @Requirement("OPS-40")
    void a_download_is_asked_for_once_more_too() {
        Path file = folder.resolve("diagnostics.zip");

        assertThat(client(PASSWORD).download("api/system/diagnostics", "application/zip", file))
                .isPositive();
        assertThat(file).exists();
    }

    @Test
    @Requirement("OPS-40")
    void without_a_terminal_it_says_what_to_do() {
        assertThatThrownBy(() -> client(null).post("api/x", Output.JSON.createObjectNode()))
                .hasMessage(
                        "The password must be proven anew: that was more than 5 minutes ago."
                                + " Log in again (walnut login), or run this at a terminal, which asks")
                .isInstanceOfSatisfying(
                        CliException.class,
                        failure ->
                                assertThat(failure.problem().path("code").asText())
                                        .isEqualTo("step_up_required"));
    }

    @Test
    @Requirement("OPS-40")
    void a_wrong_password_ends_it() {
        assertThatThrownBy(() -> client("guessed").post("api/x", Output.JSON.createObjectNode()))
                .hasMessageContaining("wrong password");
        assertThat(asked).hasSize(1);
    }

    @Test
    @Requirement("OPS-40")
    void who_came_by_a_provider_is_sent_there() {
        provider = true;

        assertThatThrownBy(() -> client(PASSWORD).post("api/x", Output.JSON.createObjectNode()))
                .hasMessageContaining("/auth/oidc/login?step_up=true");
    }
}

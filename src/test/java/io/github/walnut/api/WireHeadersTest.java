package io.github.walnut.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.ComponentHeaders;
import io.github.walnut.Requirement;
import io.github.walnut.security.Role;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a client sends as headers and query never becomes a header of an exchange. */
class WireHeadersTest {

    private static final String CANARY = "canary-61c0";

    /** The client sets these itself, or may not set them. */
    private static final Set<String> OF_THE_CLIENT =
            Set.of(
                    "accept",
                    "connection",
                    "content-length",
                    "date",
                    "expect",
                    "from",
                    "host",
                    "upgrade",
                    "via");

    private static RunningApi api;
    private static String admin;
    private static final Queue<String> seen = new ConcurrentLinkedQueue<>();
    private static final Queue<String> exchanges = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void start() throws Exception {
        api = new RunningApi();
        admin = api.token(Role.ADMIN);
        api.probe = WireHeadersTest::look;
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private static void look(Exchange exchange) {
        exchanges.add(exchange.getExchangeId());
        for (Map.Entry<String, Object> header : exchange.getMessage().getHeaders().entrySet()) {
            String text = header.getKey() + "=" + header.getValue();
            if (text.contains(CANARY)
                    || header.getKey().toLowerCase(Locale.ROOT).contains("probe")) {
                seen.add(exchange.getFromRouteId() + ": " + text);
            }
        }
        exchange.getProperties()
                .forEach(
                        (name, value) -> {
                            if (value instanceof CharSequence text
                                    && text.toString().contains(CANARY)) {
                                seen.add(exchange.getFromRouteId() + ": property " + name);
                            }
                        });
    }

    private static List<String> names() throws Exception {
        List<String> names = new ArrayList<>();
        for (String name : ComponentHeaders.names()) {
            if (name.matches("[A-Za-z0-9._-]+")
                    && !OF_THE_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
                names.add(name);
            }
        }
        assertThat(names).hasSizeGreaterThan(80).contains("CamelHttpUri", "CamelSqlQuery");
        return names;
    }

    private static HttpResponse<String> send(Operation operation, List<String> names, int variant) {
        String path = operation.path().text().replaceAll("\\{[a-z_]+}", UUID.randomUUID() + "");
        StringBuilder query = new StringBuilder();
        if (variant % 4 == 0) {
            query.append("?x-probe=" + CANARY);
            names.subList(variant % 60, variant % 60 + 20)
                    .forEach(name -> query.append('&').append(name).append('=').append(CANARY));
        }
        HttpRequest.Builder request = api.request(path + query);
        for (String name : names) {
            String written =
                    switch (variant % 3) {
                        case 0 -> name;
                        case 1 -> name.toLowerCase(Locale.ROOT);
                        default -> name.toUpperCase(Locale.ROOT);
                    };
            if (!written.equalsIgnoreCase("authorization")
                    && !written.equalsIgnoreCase("content-type")) {
                request.header(written, CANARY);
            }
        }
        return api.send(
                request.header("Authorization", "Bearer " + admin)
                        .header("X-Probe-Header", CANARY)
                        .header("If-Match", "*")
                        .header("Content-Type", "application/json")
                        .method(
                                operation.method(),
                                operation.method().equals("GET")
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString("{}")));
    }

    @Test
    @Requirement("SEC-50")
    void no_header_of_any_component_reaches_an_exchange_by_any_operation() throws Exception {
        Contract contract =
                new ContractReader(Files.readString(Path.of("src/main/resources/openapi.yaml")))
                        .contract();
        List<String> names = names();
        int variant = 0;
        for (Operation operation : contract.operations()) {
            if (Set.of("session-logout", "system-restart").contains(operation.id())) {
                continue;
            }
            HttpResponse<String> answer = send(operation, names, variant++);
            assertThat(answer.headers().map().toString()).doesNotContain(CANARY);
        }

        assertThat(exchanges).hasSizeGreaterThan(contract.operations().size() / 2);
        assertThat(seen).isEmpty();
    }

    @Test
    @Requirement("SEC-50")
    void a_socket_is_opened_without_any_exchange() throws Exception {
        int before = exchanges.size();
        WebSocket.Builder builder = api.http.newWebSocketBuilder();
        for (String name : names()) {
            if (!name.toLowerCase(Locale.ROOT).matches("sec-websocket.*|authorization")) {
                builder.header(name, CANARY);
            }
        }
        builder.header("Authorization", "Bearer " + admin)
                .buildAsync(
                        java.net.URI.create("ws://127.0.0.1:" + api.server.port() + "/ws"),
                        new WebSocket.Listener() {})
                .join()
                .abort();

        assertThat(exchanges.size()).isEqualTo(before);
    }
}

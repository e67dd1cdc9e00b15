package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server's own peers: the simulated UPS stands on loopback, which hosts may not. */
class PeersTest {

    @TempDir private static Path folder;
    private static HomeServer home;

    @BeforeAll
    static void start() throws Exception {
        home = new HomeServer(folder, Map.of("WALNUT_EGRESS_ALLOW", "192.0.2.0/24"));
    }

    @AfterAll
    static void stop() {
        home.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "metadata.google.internal",
                "224.0.0.1",
                "0.0.0.0",
                "0x7f000001",
                "255.255.255.255"
            })
    @Requirement("SEC-53")
    void no_nut_server_and_no_broker_is_where_nothing_of_the_kind_can_be(String host) {
        HomeServer.Answer server =
                home.post("api/nut/servers", "{\"id\":\"bad\",\"host\":\"%s\"}".formatted(host));
        assertThat(server.status()).as(server.text()).isEqualTo(400);
        assertThat(server.text()).contains("is not allowed");
        HomeServer.Answer broker =
                home.send(
                        "PATCH",
                        "api/settings/mqtt",
                        "{\"url\":\"tcp://%s:1883\"}".formatted(host),
                        HomeServer.JSON);
        assertThat(broker.status()).as(broker.text()).isEqualTo(400);
        assertThat(broker.json().at("/errors/0/pointer").asText()).isEqualTo("/url");
    }

    @Test
    @Requirement("SEC-53")
    void loopback_is_open_to_them_whatever_hosts_may_reach() {
        await().atMost(TestLimits.WAIT)
                .untilAsserted(
                        () ->
                                assertThat(home.get("api/ups").json().at("/items/0/id").asText())
                                        .startsWith("rack1@"));
        HomeServer.Answer broker =
                home.send(
                        "PATCH",
                        "api/settings/mqtt",
                        "{\"url\":\"tcp://127.0.0.1:1883\"}",
                        HomeServer.JSON);
        assertThat(broker.status()).as(broker.text()).isEqualTo(200);
    }

    @Test
    @Requirement("SEC-53")
    void a_denied_network_is_not_connected_to_from_then_on_and_that_is_told() {
        HomeServer.done(home.post("api/nut/servers", "{\"id\":\"second\",\"host\":\"127.0.0.9\"}"));
        HomeServer.done(
                home.send(
                        "PATCH",
                        "api/settings/security",
                        "{\"egress_deny\":[\"127.0.0.9/32\"]}",
                        HomeServer.JSON));
        HomeServer.Answer tried =
                home.post("api/nut/test", "{\"host\":\"127.0.0.9\",\"port\":3493}");
        assertThat(tried.text()).contains("it is in a network that is denied");
        assertThat(home.happened()).contains("egress_refused");
    }

    @Test
    @Requirement("SEC-56")
    void what_a_ups_says_is_shown_without_what_a_terminal_would_obey() {
        home.upsTells(Map.of("ups.mfr", "Evil\u001b[2J Corp\u0007", "ups.model", "x".repeat(400)));
        await().atMost(TestLimits.WAIT)
                .untilAsserted(
                        () ->
                                assertThat(
                                                home.get(
                                                                "api/ups/rack1@"
                                                                        + home.get("api/ups")
                                                                                .json()
                                                                                .at("/items/0/id")
                                                                                .asText()
                                                                                .replaceFirst(
                                                                                        ".*@", "")
                                                                        + "/variables")
                                                        .text())
                                        .contains("Evil Corp\"", "\"" + "x".repeat(256) + "\""));
    }
}

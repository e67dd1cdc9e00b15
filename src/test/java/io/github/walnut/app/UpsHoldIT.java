package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.JSON;
import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.peers.RealPeer;
import io.github.walnut.peers.RealUpsd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Primaries of a real upsd that wait for the targets of walNUT. */
@RealPeer({RealUpsd.UPSD, RealUpsd.DUMMY_UPS, "/usr/bin/upsc"})
class UpsHoldIT {

    private static final Duration SOON = TestLimits.WAIT;
    private static final String POLICY =
            """
            version: "2.0"
            name: Small things off
            trigger: {type: ups.state, equals: OB, for: 1s, ups: rack1}
            actions:
              - {host_id: lab, capability: vm.lifecycle, verb: shutdown, selector: {names: [web, db]}, options: {timeout: 60}}
            """;

    @TempDir private Path folder;

    @Test
    @Requirement({"NUT-18", "API-20", "API-70"})
    void a_primary_waits_until_every_target_of_its_ups_is_off() throws Exception {
        try (RealUpsd upsd = RealUpsd.with("rack1", "rack2").start();
                HomeServer walnut = new HomeServer(folder, secondary(upsd))) {
            await().atMost(SOON).until(() -> walnut.get("api/ups").text().contains("rack2"));
            assertThat(clients(upsd)).isEmpty();
            assertThat(hold(walnut).path("state").asText()).isEqualTo("off");
            walnut.virtualHost("lab", List.of("web", "db"));
            String policy = "api/policies/" + walnut.created(POLICY).path("id").asText();

            done(walnut.send("PATCH", "api/ups/rack1", "{\"hold\":true}", JSON));
            await().atMost(SOON).until(() -> clients(upsd).equals(List.of("127.0.0.1")));
            await().atMost(SOON).until(() -> hold(walnut).path("state").asText().equals("held"));
            assertThat(hold(walnut).path("logins").asInt()).isEqualTo(1);
            await().atMost(SOON)
                    .untilAsserted(
                            () ->
                                    assertThat(hold(walnut).path("warnings").toString())
                                            .contains("Small things off", "waits 15s"));
            done(walnut.send("PATCH", "api/settings/execution", "{\"hostsync\":\"5m\"}", JSON));
            await().atMost(SOON).until(() -> hold(walnut).path("warnings").isEmpty());
            done(walnut.send("PATCH", "api/settings/polling", "{\"outage_merge\":\"1s\"}", JSON));
            assertThat(upsd.ask("GET NUMLOGINS rack2")).isEqualTo("NUMLOGINS rack2 0");

            upsd.stopServer();
            upsd.startServer();
            await().atMost(SOON).until(() -> clients(upsd).size() == 1);
            walnut.restart(Map.of());
            await().atMost(SOON).until(() -> clients(upsd).size() == 1);

            done(
                    walnut.post(
                            policy + "/arm",
                            "{\"reason\":\"it is tested\",\"confirm\":\"Small things off\",\"targets\":2}"));
            done(
                    walnut.post(
                            "api/system/arm", "{\"reason\":\"it is tested\",\"confirm\":\"ARM\"}"));
            upsd.set("rack1", "ups.status", "OB DISCHRG");
            await().atMost(SOON)
                    .until(() -> hold(walnut).path("state").asText().equals("released"));
            assertThat(clients(upsd)).isEmpty();
            JsonNode run = done(walnut.get("api/runs")).at("/items/0");
            assertThat(run.path("result").asText()).isEqualTo("succeeded");
            upsd.set("rack1", "ups.status", "OL CHRG");
            await().atMost(SOON).until(() -> clients(upsd).size() == 1);

            done(walnut.send("PATCH", "api/ups/rack1", "{\"hold\":null}", JSON));
            await().atMost(SOON).until(() -> clients(upsd).isEmpty());
            assertThat(hold(walnut).path("state").asText()).isEqualTo("off");
        }
    }

    @Test
    @Requirement({"NUT-18", "OPS-51"})
    void a_primary_that_does_not_wait_shows_in_the_health_of_its_server() throws Exception {
        try (RealUpsd upsd = RealUpsd.with("rack1").start();
                HomeServer walnut =
                        new HomeServer(
                                folder,
                                Map.of(
                                        "NUT_HOST",
                                        upsd.host(),
                                        "NUT_PORT",
                                        Integer.toString(upsd.port())))) {
            await().atMost(SOON).until(() -> walnut.get("api/ups").text().contains("rack1"));
            await().atMost(SOON).until(() -> server(walnut).path("status").asText().equals("ok"));
            done(walnut.send("PATCH", "api/ups/rack1", "{\"hold\":true}", JSON));
            await().atMost(SOON)
                    .until(() -> server(walnut).path("status").asText().equals("degraded"));
            assertThat(server(walnut).path("message").asText())
                    .startsWith("The primary of rack1@")
                    .contains(hold(walnut).path("detail").asText());
            done(walnut.send("PATCH", "api/ups/rack1", "{\"hold\":null}", JSON));
            await().atMost(SOON).until(() -> server(walnut).path("status").asText().equals("ok"));
        }
    }

    private static JsonNode server(HomeServer walnut) {
        for (JsonNode component : done(walnut.get("api/system/status")).path("components")) {
            if (component.path("name").asText().startsWith("nut:")) {
                return component;
            }
        }
        throw new AssertionError("no component of a NUT server");
    }

    private static Map<String, String> secondary(RealUpsd upsd) {
        return Map.of(
                "NUT_HOST",
                upsd.host(),
                "NUT_PORT",
                Integer.toString(upsd.port()),
                "NUT_USERNAME",
                "secondary",
                "NUT_PASSWORD",
                "secpass");
    }

    private static JsonNode hold(HomeServer walnut) {
        return done(walnut.get("api/ups/rack1")).path("hold");
    }

    /** The addresses of those who are logged in to the UPS, as the server lists them. */
    private static List<String> clients(RealUpsd upsd) throws IOException, InterruptedException {
        Process listing =
                new ProcessBuilder(
                                "/usr/bin/upsc", "-c", "rack1@" + upsd.host() + ":" + upsd.port())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        String text = new String(listing.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(listing.waitFor()).as(text).isZero();
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }
}

package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.JSON;
import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.component.device.TrapReceiver.Trap;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.Severity;
import io.github.walnut.ups.TrapNames;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmp4j.CommunityTarget;
import org.snmp4j.PDU;
import org.snmp4j.Snmp;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.smi.Address;
import org.snmp4j.smi.GenericAddress;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.VariableBinding;
import org.snmp4j.transport.DefaultUdpTransportMapping;

/** A trap on its way from the port to the UPS that is looked at. */
class TrapsTest {

    private static final Duration SOON = TestLimits.WAIT;

    @TempDir private Path folder;

    private static int freePort() throws Exception {
        try (DatagramSocket socket =
                new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            return socket.getLocalPort();
        }
    }

    private static void send(int port, String oid) throws Exception {
        try (Snmp snmp = new Snmp(new DefaultUdpTransportMapping())) {
            PDU pdu = new PDU();
            pdu.setType(PDU.TRAP);
            pdu.add(new VariableBinding(SnmpConstants.snmpTrapOID, new OID(oid)));
            CommunityTarget<Address> target =
                    new CommunityTarget<>(
                            GenericAddress.parse("udp:127.0.0.1/" + port),
                            new OctetString("canary-community"));
            target.setVersion(SnmpConstants.version2c);
            snmp.send(pdu, target);
        }
    }

    @Test
    @Requirement("NUT-78")
    void a_trap_makes_its_ups_be_polled_at_once_and_a_port_in_use_is_a_trouble() throws Exception {
        Map<String, String> slow =
                Map.of("WALNUT_POLL_INTERVAL", "60s", "WALNUT_FAST_INTERVAL", "60s");
        try (HomeServer walnut = new HomeServer(folder, slow)) {
            await().atMost(SOON).until(() -> walnut.get("api/ups").text().contains("rack1@"));
            String ups = walnut.get("api/ups").json().at("/items/0/id").asText();
            assertThat(patch(walnut, "api/ups/" + ups, "{\"trap_sources\":[\"here\"]}").status())
                    .isEqualTo(400);
            done(patch(walnut, "api/ups/" + ups, "{\"trap_sources\":[\"127.0.0.1\"]}"));
            int port = freePort();
            JsonNode settings = done(patch(walnut, "api/settings/traps", settings(port)));
            assertThat(settings.at("/values/community/set").asBoolean()).isTrue();
            assertThat(settings.at("/values/v3_users/set").asBoolean()).isTrue();
            assertThat(settings.toString()).doesNotContain("canary");

            walnut.power("OB DISCHRG");
            send(port, "1.3.6.1.2.1.33.2.1");
            await().atMost(SOON).until(() -> walnut.happened().contains("mains_lost"));
            assertThat(walnut.happened()).contains("trap_received");

            try (DatagramSocket taken =
                    new DatagramSocket(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
                done(patch(walnut, "api/settings/traps", settings(taken.getLocalPort())));
                assertThat(done(walnut.get("api/system/status")).toString())
                        .contains("UDP 127.0.0.1:" + taken.getLocalPort() + " cannot be opened");
            }
            done(patch(walnut, "api/ups/" + ups, "{\"trap_sources\":[]}"));
            done(
                    walnut.post(
                            "api/integrations",
                            """
                            {"id":"box","type_id":"generic.http","name":"box","config":{
                             "base_url":"http://127.0.0.1:1","test_path":"/",
                             "requests":["{id: lamp, method: POST, path: lamp, effect: idempotent}"]}}
                            """));
            done(patch(walnut, "api/settings/traps", settings(port)));
            await().atMost(SOON)
                    .pollInterval(Duration.ofMillis(500))
                    .until(
                            () -> {
                                send(port, "1.3.6.1.4.1.9.9");
                                return walnut.events("trap_received")
                                        .toString()
                                        .contains("\"box\"");
                            });
            assertThat(done(walnut.get("api/routes/trap-receive")).path("status").asText())
                    .isEqualTo("started");
            done(patch(walnut, "api/settings/traps", "{\"enabled\":false}"));
            assertThat(done(walnut.get("api/system/status")).toString())
                    .doesNotContain("cannot be opened");
        }
    }

    private static HomeServer.Answer patch(HomeServer walnut, String path, String values) {
        return walnut.send("PATCH", path, values, JSON);
    }

    private static String settings(int port) {
        return """
               {"enabled": true, "listen": "127.0.0.1:%d", "community": "canary-community",
                "v3_users": [{"name": "rack", "auth_password": "canary-auth-1",
                              "priv_password": "canary-priv-1"}]}
               """
                .formatted(port);
    }

    @Test
    @Requirement("NUT-78")
    void each_known_trap_is_told_by_its_name_and_not_more_than_once_a_second() {
        TurnedClock clock = new TurnedClock();
        List<Event> events = new ArrayList<>();
        List<String> counted = new ArrayList<>();
        List<String> looked = new ArrayList<>();
        List<String> refreshed = new ArrayList<>();
        TrapNames names = TrapRoom.names();
        TrapDesk desk =
                new TrapDesk(
                        source -> source.equals("10.0.0.7") ? List.of("rack@main") : List.of(),
                        looked::add,
                        source -> source.equals("10.0.0.9") ? List.of("switch") : List.of(),
                        refreshed::add,
                        ups -> Optional.empty(),
                        events::add,
                        counted::add,
                        names,
                        clock,
                        UUID::randomUUID);
        assertThat(desk.known("10.0.0.8")).isFalse();
        assertThat(names.all()).hasSize(11);
        names.all()
                .forEach(
                        (oid, meaning) -> {
                            clock.advance(Duration.ofSeconds(1));
                            desk.heard(new Trap("10.0.0.7", oid, Map.of()));
                            Event event = events.get(events.size() - 1);
                            assertThat(event.attrs())
                                    .containsEntry("oid", oid)
                                    .containsEntry("name", meaning.name());
                            assertThat(event.severity()).isEqualTo(meaning.severity());
                        });
        desk.heard(new Trap("10.0.0.7", "1.3.6.1.2.1.33.2.1", Map.of()));
        assertThat(events).hasSize(11);
        assertThat(looked).hasSize(12).containsOnly("rack@main");
        assertThat(counted).hasSize(12).endsWith("merged");
        clock.advance(Duration.ofSeconds(1));
        desk.heard(new Trap("10.0.0.7", "1.3.6.1.4.1.9.9", Map.of("1.3", "x")));
        assertThat(events.get(11).severity()).isEqualTo(Severity.INFO);
        assertThat(events.get(11).attrs()).containsEntry("name", null);
        assertThat(refreshed).isEmpty();

        assertThat(desk.known("10.0.0.9")).isTrue();
        desk.heard(new Trap("10.0.0.9", "1.3.6.1.4.1.9.9", Map.of()));
        assertThat(refreshed).containsExactly("switch");
        assertThat(looked).hasSize(13);
        assertThat(events.get(12).subject()).isEqualTo(new Event.Subject("host", "switch"));
    }
}

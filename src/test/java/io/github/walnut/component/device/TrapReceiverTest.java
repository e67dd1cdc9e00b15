package io.github.walnut.component.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.component.device.TrapReceiver.Trap;
import io.github.walnut.component.device.TrapReceiver.User;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.snmp4j.CommunityTarget;
import org.snmp4j.PDU;
import org.snmp4j.Snmp;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.smi.GenericAddress;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.VariableBinding;
import org.snmp4j.transport.DefaultUdpTransportMapping;

/** Traps from another sender of the same library, and whatever else comes to an open port. */
class TrapReceiverTest {

    private static final Duration SOON = TestLimits.WAIT;
    private static final String ON_BATTERY = "1.3.6.1.2.1.33.2.1";

    private final List<Trap> heard = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private volatile String from = "127.0.0.1";
    private TrapReceiver receiver;

    @BeforeEach
    void open() throws IOException {
        receiver = receiver(0);
    }

    private TrapReceiver receiver(int port) throws IOException {
        return new TrapReceiver(
                InetAddress.getLoopbackAddress(),
                port,
                "canary-community",
                List.of(new User("rack", "canary-auth-1", "canary-priv-1")),
                source -> source.equals(from),
                heard::add,
                refused::add);
    }

    @AfterEach
    void close() throws IOException {
        receiver.close();
    }

    private void send(int version, String community, int type) throws IOException {
        try (Snmp snmp = new Snmp(new DefaultUdpTransportMapping())) {
            PDU pdu = version == SnmpConstants.version1 ? new org.snmp4j.PDUv1() : new PDU();
            pdu.setType(type);
            if (version != SnmpConstants.version1) {
                pdu.add(new VariableBinding(SnmpConstants.snmpTrapOID, new OID(ON_BATTERY)));
                pdu.add(new VariableBinding(new OID("1.3.6.1.2.1.33.1.2.3.0"), new Integer32(12)));
            }
            CommunityTarget<org.snmp4j.smi.Address> target =
                    new CommunityTarget<>(
                            GenericAddress.parse("udp:127.0.0.1/" + receiver.port()),
                            new OctetString(community));
            target.setVersion(version);
            target.setTimeout(100);
            snmp.send(pdu, target);
        }
    }

    @Test
    @Requirement("NUT-78")
    void takes_the_community_and_nothing_else() throws IOException {
        send(SnmpConstants.version2c, "canary-community", PDU.TRAP);
        await().atMost(SOON).until(() -> !heard.isEmpty());
        assertThat(heard)
                .containsExactly(
                        new Trap("127.0.0.1", ON_BATTERY, Map.of("1.3.6.1.2.1.33.1.2.3.0", "12")));

        send(SnmpConstants.version2c, "public", PDU.TRAP);
        await().atMost(SOON).until(() -> refused.equals(List.of("not_allowed")));
        send(SnmpConstants.version2c, "canary-community", PDU.GET);
        await().atMost(SOON).until(() -> refused.contains("no_trap"));
        send(SnmpConstants.version1, "canary-community", PDU.V1TRAP);
        await().atMost(SOON).until(() -> refused.contains("other_version"));
        from = "10.0.0.1";
        send(SnmpConstants.version2c, "canary-community", PDU.TRAP);
        await().atMost(SOON).until(() -> refused.contains("unknown_source"));
        assertThat(heard).hasSize(1);
    }

    @Test
    @Requirement("NUT-78")
    void an_inform_is_taken_like_a_trap() throws IOException {
        send(SnmpConstants.version2c, "canary-community", PDU.INFORM);
        await().atMost(SOON).until(() -> !heard.isEmpty());
        assertThat(heard).extracting(Trap::oid).containsExactly(ON_BATTERY);
        send(SnmpConstants.version2c, "public", PDU.INFORM);
        await().atMost(SOON).until(() -> refused.equals(List.of("not_allowed")));
    }

    @Test
    @Requirement("NUT-78")
    void no_datagram_ends_it() throws IOException {
        Random random = new Random(78);
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int i = 0; i < 300; i++) {
                byte[] bytes = new byte[random.nextInt(400)];
                random.nextBytes(bytes);
                if (i % 2 == 0 && bytes.length > 8) {
                    byte[] head = {0x30, (byte) (bytes.length - 2), 2, 1, (byte) (i % 4), 4};
                    System.arraycopy(head, 0, bytes, 0, head.length);
                }
                socket.send(
                        new DatagramPacket(
                                bytes,
                                bytes.length,
                                InetAddress.getLoopbackAddress(),
                                receiver.port()));
                if (i % 50 == 49) {
                    int all = i + 1;
                    await().atMost(SOON).until(() -> refused.size() >= all * 9 / 10);
                }
            }
        }
        send(SnmpConstants.version2c, "canary-community", PDU.TRAP);
        await().atMost(SOON).until(() -> heard.size() == 1);
    }

    @Test
    @Requirement("NUT-78")
    void a_port_in_use_is_told() {
        assertThatThrownBy(() -> receiver(receiver.port())).isInstanceOf(BindException.class);
    }
}

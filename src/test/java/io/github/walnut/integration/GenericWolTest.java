package io.github.walnut.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Target;
import io.github.walnut.run.DriverCall.Mode;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.ErrorClass;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** generic.wol against a UDP receiver. */
class GenericWolTest {

    @Test
    @Requirement("DRV-10.1")
    void each_packet_is_six_ff_sixteen_addresses_and_the_password() throws Exception {
        try (DriverBench bench = DriverBench.start().secret("secureon", "abcdef");
                DatagramSocket receiver = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            receiver.setSoTimeout(TestLimits.WAIT_MILLIS);
            Host host = host(bench, receiver.getLocalPort());
            Target machine =
                    new Target(
                            "wol", "machine", "nas", "nas", "unknown", Map.of(), Map.of(), true,
                            false, false);

            DriverResult dry =
                    bench.call(
                            Mode.DRY_RUN, host, machine, "wake.lan", "wake", Map.of("repeat", 2));
            assertThat(dry.preview())
                    .containsExactly(
                            Map.of(
                                    "mac",
                                    "02:00:5e:10:00:01",
                                    "broadcast",
                                    "127.0.0.1",
                                    "port",
                                    receiver.getLocalPort()));

            DriverResult woken =
                    bench.call(
                            Mode.EXECUTE, host, machine, "wake.lan", "wake", Map.of("repeat", 2));
            assertThat(woken.error()).isNull();
            String expected =
                    "ff".repeat(6)
                            + "02005e100001".repeat(16)
                            + HexFormat.of().formatHex("abcdef".getBytes());
            assertThat(receive(receiver)).isEqualTo(expected);
            assertThat(receive(receiver)).isEqualTo(expected);
        }
    }

    @Test
    @Requirement("DRV-10.1")
    void power_off_is_no_verb_of_it() throws Exception {
        try (DriverBench bench = DriverBench.start()) {
            Host host = host(bench, 9);
            DriverResult off =
                    bench.call(
                            Mode.EXECUTE,
                            host,
                            Target.ofHost(host),
                            "power.control",
                            "off",
                            Map.of());
            assertThat(off.error().errorClass()).isEqualTo(ErrorClass.UNSUPPORTED);
        }
    }

    private static Host host(DriverBench bench, int port) {
        return bench.host(
                "wol",
                "generic.wol",
                Map.of(
                        "machines",
                        List.of("nas 02-00-5E-10-00-01"),
                        "broadcast",
                        "127.0.0.1",
                        "port",
                        port));
    }

    private static String receive(DatagramSocket socket) throws Exception {
        DatagramPacket packet = new DatagramPacket(new byte[256], 256);
        socket.receive(packet);
        return HexFormat.of().formatHex(Arrays.copyOf(packet.getData(), packet.getLength()));
    }
}

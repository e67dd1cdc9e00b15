package io.github.walnut.component.nut;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.peers.RealPeer;
import io.github.walnut.peers.RealUpsd;
import java.util.Map;
import org.apache.camel.Message;
import org.junit.jupiter.api.Test;

@RealPeer({RealUpsd.UPSD, RealUpsd.DUMMY_UPS, "upsrw"})
class NutReadIT {

    @Test
    @Requirement({"NUT-10", "NUT-11"})
    void reads_all_variables_of_one_ups() throws Exception {
        try (RealUpsd upsd = RealUpsd.with("rack1").ups("rack2", Map.of("ups.load", "71")).start();
                Received received =
                        Received.from("nut:rack2@127.0.0.1:" + upsd.port() + "?delay=500")) {
            Message message = received.firstGood();

            assertThat(Received.variables(message))
                    .containsEntry("ups.load", "71")
                    .containsEntry("ups.status", "OL")
                    .containsEntry("battery.charge", "100");
            assertThat(message.getHeaders())
                    .containsEntry(NutConstants.UPS, "rack2")
                    .containsEntry(NutConstants.HOST, "127.0.0.1")
                    .containsEntry(NutConstants.PORT, upsd.port())
                    .containsEntry(NutConstants.POLL, "FULL")
                    .containsEntry(NutConstants.STATUS, "OL")
                    .containsKey(NutConstants.TIME);
        }
    }

    @Test
    @Requirement({"NUT-10", "NUT-42"})
    void reads_all_upses_and_looks_closely_at_the_one_on_battery() throws Exception {
        try (RealUpsd upsd = RealUpsd.with("rack1", "rack2").start();
                Received received =
                        Received.from(
                                "nut:*@127.0.0.1:" + upsd.port() + "?delay=2000&fastDelay=200")) {
            received.first(m -> "rack1".equals(m.getHeader(NutConstants.UPS)));
            received.first(m -> "rack2".equals(m.getHeader(NutConstants.UPS)));

            upsd.set("rack2", "ups.status", "OB DISCHRG");
            Message fast = received.first(m -> "FAST".equals(m.getHeader(NutConstants.POLL)));

            assertThat(fast.getHeader(NutConstants.UPS)).isEqualTo("rack2");
            assertThat(Received.variables(fast))
                    .containsOnlyKeys(
                            "ups.status",
                            "battery.charge",
                            "battery.runtime",
                            "ups.load",
                            "input.voltage");
        }
    }
}

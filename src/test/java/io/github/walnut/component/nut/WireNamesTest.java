package io.github.walnut.component.nut;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.ComponentHeaders;
import io.github.walnut.Requirement;
import io.github.walnut.simulation.ScenarioReader;
import io.github.walnut.simulation.SimulatedNutServer;
import java.net.InetAddress;
import java.util.Map;
import org.apache.camel.Message;
import org.junit.jupiter.api.Test;

/** What a NUT server names its variables never becomes a header. */
class WireNamesTest {

    private static final String CANARY = "canary-90aa";

    @Test
    @Requirement("SEC-50")
    void no_variable_of_a_ups_becomes_a_header() throws Exception {
        StringBuilder scenario =
                new StringBuilder("ups:\n  - name: rack1\n    variables:\n      ups.status: OL\n");
        for (String name : ComponentHeaders.names()) {
            scenario.append("      \"").append(name).append("\": \"").append(CANARY).append("\"\n");
        }
        try (SimulatedNutServer server =
                new SimulatedNutServer(
                        new ScenarioReader().read(scenario.toString()),
                        InetAddress.getLoopbackAddress(),
                        0,
                        null,
                        1,
                        step -> {})) {
            int port = server.start().port();
            try (Received received = Received.from("nut:rack1@127.0.0.1:" + port + "?delay=1000")) {
                Message message = received.firstGood();

                assertThat(message.getBody(Map.class).toString()).contains(CANARY);
                assertThat(message.getHeaders().toString()).doesNotContain(CANARY);
            }
        }
    }
}

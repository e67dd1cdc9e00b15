package io.github.walnut.examples;

import io.github.walnut.component.nut.NutConstants;
import io.github.walnut.component.nut.NutException;
import io.github.walnut.simulation.ScenarioReader;
import io.github.walnut.simulation.SimulatedNutServer;
import io.github.walnut.ups.PollResult;
import io.github.walnut.ups.Sample;
import io.github.walnut.ups.UpsId;
import io.github.walnut.virtual.UpsLine;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * A simulated NUT server whose story is played on virtual time, asked over a real socket by the
 * {@code nut:} component.
 */
final class SimulatedLine implements UpsLine, AutoCloseable {

    private static final Set<String> FAST =
            Set.of("ups.status", "battery.charge", "battery.runtime", "ups.load", "input.voltage");

    private final SimulatedNutServer server;
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final ProducerTemplate client = camel.createProducerTemplate();
    private Instant playedTo;

    SimulatedLine(String scenario, Instant start) throws IOException {
        server =
                new SimulatedNutServer(
                                new ScenarioReader().read(scenario),
                                InetAddress.getLoopbackAddress(),
                                0,
                                null,
                                1,
                                step -> {})
                        .startStill();
        camel.start();
        playedTo = start;
    }

    @Override
    public PollResult ask(String upsId, Instant at, Sample.Poll kind) {
        server.pass(Duration.between(playedTo, at));
        playedTo = at;
        String endpoint = "nut:%s@127.0.0.1:%d?operation=list&tls=off";
        try {
            @SuppressWarnings("unchecked")
            Map<String, String> answer =
                    client.requestBodyAndHeader(
                            endpoint.formatted(UpsId.parse(upsId).name(), server.port()),
                            null,
                            NutConstants.WHAT,
                            "var",
                            Map.class);
            Map<String, String> variables = new HashMap<>(answer);
            if (kind == Sample.Poll.FAST) {
                variables.keySet().retainAll(FAST);
            }
            return new PollResult.Good(upsId, at, kind, variables);
        } catch (CamelExecutionException e) {
            if (e.getCause() instanceof NutException nut) {
                return new PollResult.Failed(upsId, at, nut.error().cause(), nut.error().word());
            }
            throw e;
        }
    }

    @Override
    public void close() {
        camel.stop();
        server.close();
    }
}

package io.github.walnut.road;

import io.github.walnut.component.nut.NutConstants;
import io.github.walnut.ups.PollResult;
import io.github.walnut.ups.Sample;
import io.github.walnut.ups.UpsId;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;

/** Turns an exchange of the {@code nut:} consumer into what the monitors are fed with. */
public final class PollIntake {

    /** The exchange variable that names the server record. */
    public static final String SERVER = "server";

    @Handler
    public PollResult read(Exchange exchange) {
        String server = exchange.getVariable(SERVER, String.class);
        String name = header(exchange, NutConstants.UPS, String.class);
        String upsId = new UpsId(name, server).toString();
        Long time = exchange.getMessage().getHeader(NutConstants.TIME, Long.class);
        Instant at = Instant.ofEpochMilli(time == null ? exchange.getClock().getCreated() : time);
        if (Boolean.FALSE.equals(
                exchange.getMessage().getHeader(NutConstants.REACHABLE, Boolean.class))) {
            return new PollResult.Failed(
                    upsId,
                    at,
                    header(exchange, NutConstants.CAUSE, String.class),
                    exchange.getMessage().getHeader(NutConstants.ERROR, String.class));
        }
        @SuppressWarnings("unchecked")
        Map<String, String> variables = exchange.getMessage().getBody(Map.class);
        String poll = header(exchange, NutConstants.POLL, String.class);
        return new PollResult.Good(upsId, at, Sample.Poll.valueOf(poll), variables);
    }

    private static <T> T header(Exchange exchange, String name, Class<T> type) {
        T value = exchange.getMessage().getHeader(name, type);
        if (value == null) {
            throw new IllegalArgumentException(
                    "an exchange from "
                            + exchange.getFromEndpoint()
                            + " has no header "
                            + name
                            + ": expected the output of nut:");
        }
        return value;
    }
}

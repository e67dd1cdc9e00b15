package io.github.walnut.road;

import io.github.walnut.component.nut.NutConstants;
import io.github.walnut.ups.PollResult;
import io.github.walnut.ups.Sample;
import io.github.walnut.ups.UpsId;
import io.github.walnut.ups.UpsText;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;

/** Turns an exchange of the {@code nut:} consumer into what the monitors are fed with. */
public final class PollIntake {

    /** The exchange variable that names the server record. */
    public static final String SERVER = "server";

    private static final String EVERY_UPS = "*";

    /** A poll of one UPS, or the news that nothing is heard of the whole server. */
    @Handler
    public Object read(Exchange exchange) {
        String server = exchange.getVariable(SERVER, String.class);
        String name = header(exchange, NutConstants.UPS, String.class);
        Long time = exchange.getMessage().getHeader(NutConstants.TIME, Long.class);
        Instant at = Instant.ofEpochMilli(time == null ? exchange.getClock().getCreated() : time);
        boolean wholeServer = name.equals(EVERY_UPS);
        String upsId = wholeServer ? null : new UpsId(name, server).toString();
        if (Boolean.FALSE.equals(
                exchange.getMessage().getHeader(NutConstants.REACHABLE, Boolean.class))) {
            String cause = header(exchange, NutConstants.CAUSE, String.class);
            String error = exchange.getMessage().getHeader(NutConstants.ERROR, String.class);
            return wholeServer
                    ? new Detection.ServerSilent(server, at, cause, error)
                    : new PollResult.Failed(upsId, at, cause, error);
        }
        @SuppressWarnings("unchecked")
        Map<String, String> variables = exchange.getMessage().getBody(Map.class);
        String poll = header(exchange, NutConstants.POLL, String.class);
        Map<String, String> shown = new LinkedHashMap<>();
        variables.forEach((variable, value) -> shown.put(variable, UpsText.clean(value)));
        Long asked = exchange.getMessage().getHeader(NutConstants.ASKED, Long.class);
        return new PollResult.Good(upsId, at, Sample.Poll.valueOf(poll), shown, asked);
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

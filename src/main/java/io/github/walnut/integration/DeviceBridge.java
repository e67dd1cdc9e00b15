package io.github.walnut.integration;

import io.github.walnut.inventory.Host;
import io.github.walnut.run.DriverResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;

/** What driver calls and the transports must tell each other beside the exchange's body. */
public interface DeviceBridge {

    /**
     * How one call may use the transports.
     *
     * @param executing false: writes are recorded and not sent
     * @param fresh no pooled connection
     * @param replyLimit bytes that one reply may have
     */
    record Terms(
            Host host,
            Map<String, Map<String, Object>> transports,
            HostSecrets secrets,
            boolean executing,
            boolean fresh,
            Duration limit,
            int replyLimit) {}

    /** What the transports did during a call; it may be asked while the call still runs. */
    interface Trace {

        /** Requests that write, masked, in sending order. */
        List<Object> plan();

        String planKind();

        boolean sent();

        /** The host had something to answer, or was tried to be reached. */
        boolean asked();

        /** Steps of reaching the host: step, ok, ms, details. */
        List<Map<String, Object>> phases();

        /** How far the clock of the host is ahead of ours; null when it did not tell. */
        default Duration clockSkew() {
            return null;
        }
    }

    Trace attach(Exchange exchange, Terms terms);

    /** The error that a transport ended a call with. */
    Optional<DriverResult.Error> error(Throwable failure);
}

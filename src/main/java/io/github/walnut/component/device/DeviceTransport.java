package io.github.walnut.component.device;

import com.fasterxml.jackson.databind.JsonNode;

/** One way to carry requests to hosts. A further one is a class and a line in the component. */
interface DeviceTransport extends AutoCloseable {

    /** The word after {@code device:}. */
    String name();

    /** What its previews look like: api, cli, snmp, message or rpc. */
    String planKind();

    /** Checks a request without sending anything. */
    DeviceRequest prepare(JsonNode request, DeviceSettings settings) throws DeviceException;

    /** Whether hosts answer its requests; a wake-up call is sent into the dark. */
    default boolean answered() {
        return true;
    }

    /** Ends pooled connections. */
    @Override
    default void close() {}
}

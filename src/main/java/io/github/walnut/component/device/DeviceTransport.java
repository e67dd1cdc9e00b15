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

    /** Ends pooled connections. */
    @Override
    default void close() {}
}

package io.github.walnut.component.device;

import com.fasterxml.jackson.databind.JsonNode;

/** A request that was checked and could be sent now. */
interface DeviceRequest {

    boolean writes();

    /** The request as people read it before it is sent, without secrets. */
    Object preview();

    /** How its preview is to be read, where it differs from what is usual for the transport. */
    default String planKind(String usual) {
        return usual;
    }

    JsonNode send(DeviceCall call) throws DeviceException;
}

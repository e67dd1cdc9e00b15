package io.github.walnut.component.device;

import com.fasterxml.jackson.databind.JsonNode;

/** A request that was checked and could be sent now. */
interface DeviceRequest {

    boolean writes();

    /** The request as people read it before it is sent, without secrets. */
    Object preview();

    JsonNode send(DeviceCall call) throws DeviceException;
}

package io.github.walnut.integration;

import io.github.walnut.run.DriverResult;
import java.util.List;
import java.util.Map;

/** A result, and what the transports did for it. */
record Traced(DriverResult result, DeviceBridge.Trace trace) {

    static final DeviceBridge.Trace NOTHING =
            new DeviceBridge.Trace() {
                @Override
                public List<Object> plan() {
                    return List.of();
                }

                @Override
                public String planKind() {
                    return "none";
                }

                @Override
                public boolean sent() {
                    return false;
                }

                @Override
                public boolean asked() {
                    return false;
                }

                @Override
                public List<Map<String, Object>> phases() {
                    return List.of();
                }
            };
}

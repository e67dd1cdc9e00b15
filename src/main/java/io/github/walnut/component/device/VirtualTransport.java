package io.github.walnut.component.device;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Targets that exist in memory only, for demonstrations, drills and tests. */
final class VirtualTransport implements DeviceTransport {

    private final LongSupplier millis;
    private final VirtualStates states;
    private final Map<String, VirtualHost> hosts = new ConcurrentHashMap<>();

    VirtualTransport(LongSupplier millis, VirtualStates states) {
        this.millis = millis;
        this.states = states;
    }

    @Override
    public String name() {
        return "virtual";
    }

    @Override
    public String planKind() {
        return "rpc";
    }

    @Override
    public DeviceRequest prepare(JsonNode request, DeviceSettings settings) throws DeviceException {
        VirtualHost host = host(settings);
        return switch (request.path("op").asText()) {
            case "read" -> new VirtualRead(host);
            case "change" ->
                    new VirtualChange(
                            host,
                            request.path("target").asText(),
                            request.path("verb").asText(),
                            request.path("params"));
            default ->
                    throw DeviceException.of(
                            "internal",
                            "op_unknown",
                            "A virtual host reads or changes, it does not "
                                    + request.path("op")
                                    + ".");
        };
    }

    private VirtualHost host(DeviceSettings settings) throws DeviceException {
        VirtualPlan plan = VirtualPlan.of(settings);
        return hosts.compute(
                settings.hostId(),
                (id, present) ->
                        present != null && present.follows(plan)
                                ? present
                                : new VirtualHost(id, plan, millis, states));
    }
}

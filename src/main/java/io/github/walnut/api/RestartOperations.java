package io.github.walnut.api;

import io.github.walnut.publish.Json;
import java.util.Map;

/** The program's end and beginning, and what it finds out about itself. */
final class RestartOperations implements Resource {

    private final ApiPorts ports;
    private final Actors actors;
    private final Json json;

    RestartOperations(ApiPorts ports, Actors actors, Json json) {
        this.ports = ports;
        this.actors = actors;
        this.json = json;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of("system-restart", this::restart, "system-selftest", this::selftest);
    }

    private Reply restart(Call call) {
        boolean busy = !ports.runs().page(RunFilter.unfinished(), null, 1).items().isEmpty();
        if (busy && !call.flag("force")) {
            throw new Problem(
                    ProblemCode.CONFLICT, "A run is under way; force=true restarts nevertheless");
        }
        if (!ports.restart().getAsBoolean()) {
            throw new Problem(
                    ProblemCode.CONFLICT, "Whatever started this process does not let it restart");
        }
        return Reply.accepted(json.object().put("status", "restarting"));
    }

    private Reply selftest(Call call) {
        return new JobJson(json).accepted(ports.longWork().selftest(actors.name(call)));
    }
}

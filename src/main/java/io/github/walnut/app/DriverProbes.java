package io.github.walnut.app;

import io.github.walnut.api.HostProbes;
import io.github.walnut.dispatch.Calls;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Target;
import io.github.walnut.run.DriverCall;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.Drivers;
import io.github.walnut.run.ErrorClass;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Ids;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Probes one target after the other. */
record DriverProbes(LiveInventory inventory, Drivers drivers, Clock clock, Ids ids)
        implements HostProbes {

    private static final Duration IN_ALL = Duration.ofSeconds(30);
    private static final Duration CALL = Duration.ofSeconds(10);

    @Override
    public List<DriverResult> probe(
            String hostId,
            List<Target> targets,
            String capability,
            String verb,
            Map<String, Object> params) {
        Host host = inventory.host(hostId).orElseThrow();
        String correlation = ids.next().toString();
        long end = clock.monotonicMillis() + IN_ALL.toMillis();
        List<DriverResult> answers = new ArrayList<>();
        for (Target target : targets) {
            long left = Math.min(CALL.toMillis(), end - clock.monotonicMillis());
            DriverCall call =
                    new DriverCall(
                            DriverCall.Mode.PROBE,
                            host,
                            target,
                            capability,
                            verb,
                            params,
                            Map.of(),
                            null,
                            null,
                            correlation,
                            1,
                            Math.max(1, left));
            answers.add(
                    left > 0
                            ? drivers.call(call)
                            : Calls.failed(
                                    call,
                                    ErrorClass.TIMEOUT,
                                    "There was no time left to ask about " + target.id(),
                                    false));
        }
        return answers;
    }
}

package io.github.walnut.api;

import io.github.walnut.inventory.Target;
import io.github.walnut.run.DriverResult;
import java.util.List;
import java.util.Map;

/** Asks drivers whether something could be done, without doing it. */
@FunctionalInterface
public interface HostProbes {

    /**
     * One answer for each target, in their order; what was not asked within 30 s is a time-out.
     *
     * @param targets of the host
     */
    List<DriverResult> probe(
            String hostId,
            List<Target> targets,
            String capability,
            String verb,
            Map<String, Object> params);
}

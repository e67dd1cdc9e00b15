package io.github.walnut.component.walnut;

import java.util.UUID;

/** Starts the run of a policy for a route. */
@FunctionalInterface
public interface PolicyStarter {

    /**
     * @param routeId of the route that asks
     * @param upsId the UPS that is taken to match, or null
     * @return id of the run; it acts for real when, and only when, a match now would
     * @throws IllegalStateException when it cannot be started
     */
    UUID start(String routeId, UUID policyId, String upsId);
}

package io.github.walnut.api;

import io.github.walnut.inventory.Topology;
import io.github.walnut.policy.Finding;
import java.util.List;

/** How things hang together. */
public interface TopologyDesk {

    Topology topology();

    /**
     * Puts it in the place of the one before.
     *
     * @param version that the caller has read
     * @throws Problem with {@link ProblemCode#TOPOLOGY_INVALID} and all findings, or when the
     *     stored version is another
     */
    Topology replace(Topology wish, int version, String actor);

    /** What people should know about it. */
    List<Finding> findings();
}

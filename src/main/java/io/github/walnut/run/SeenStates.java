package io.github.walnut.run;

import java.util.List;
import java.util.UUID;

/** Where states of targets at the begin of outages outlive the program. It may block. */
public interface SeenStates {

    /** Those of recent outages, in the order in which they were read. */
    List<SeenState> recent();

    /** They take the place of what was seen of the same targets in the same outage. */
    void save(List<SeenState> seen);

    /** A run that acts has begun in this outage. */
    boolean runBegan(UUID outageId);
}

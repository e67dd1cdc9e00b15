package io.github.walnut.component.device;

import java.util.Map;

/** Where the states of virtual targets outlive the process. */
public interface VirtualStates {

    /** Status by target id; empty when nothing was saved for the host. */
    Map<String, String> load(String hostId);

    void save(String hostId, Map<String, String> statuses);
}

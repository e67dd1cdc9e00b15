package io.github.walnut.component.device;

import java.util.Map;

/** Virtual targets start anew with the process. */
final class ForgottenStates implements VirtualStates {

    @Override
    public Map<String, String> load(String hostId) {
        return Map.of();
    }

    @Override
    public void save(String hostId, Map<String, String> statuses) {
        // The targets themselves hold their states for as long as the process lives.
    }
}

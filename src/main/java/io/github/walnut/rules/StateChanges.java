package io.github.walnut.rules;

import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Which states of a UPS are other than before. */
final class StateChanges {
    private StateChanges() {}

    /**
     * @param base what to compare with, or null for everything that held or holds
     * @param before the facts before, or null
     */
    static List<Object> between(UpsFacts base, UpsFacts before, UpsFacts now) {
        List<Object> changes = new ArrayList<>();
        for (UpsState state : UpsState.values()) {
            boolean touched = now.has(state) || (before != null && before.has(state));
            if (touched && (base == null || differs(state, base, now))) {
                changes.add(new Changed(now.upsId(), state));
            }
        }
        return changes;
    }

    private static boolean differs(UpsState state, UpsFacts before, UpsFacts now) {
        boolean otherCause =
                state == UpsState.COMM_LOST && !Objects.equals(before.cause(), now.cause());
        return otherCause || !Objects.equals(before.states().get(state), now.states().get(state));
    }
}

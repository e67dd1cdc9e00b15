package io.github.walnut.rules;

import io.github.walnut.policy.Condition;
import io.github.walnut.policy.Trigger.UpsScope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The watches that nobody may look at, since they depend on a UPS of which nothing is known since
 * the process stood still. Each one that had a reason to be looked at meanwhile is looked at as
 * soon as all its UPSs have been polled again.
 */
final class Standstills {
    private final Knowledge known;
    private final Set<Watch> postponed = new LinkedHashSet<>();

    Standstills(Knowledge known) {
        this.known = known;
    }

    /** Whether the watch has to wait for a fresh complete poll. */
    boolean hold(Watch watch) {
        return !known.awaiting().isEmpty() && (watches(watch) || asks(watch));
    }

    private boolean watches(Watch watch) {
        for (int i = 0; i < watch.size(); i++) {
            if (known.awaiting().contains(watch.slot(i).upsId())) {
                return true;
            }
        }
        return false;
    }

    /** By a condition. */
    private boolean asks(Watch watch) {
        return Stream.concat(watch.policy().all().stream(), watch.policy().any().stream())
                .anyMatch(condition -> asks(condition, watch));
    }

    private boolean asks(Condition condition, Watch watch) {
        return switch (condition.scope()) {
            case HOST, VM -> false;
            case UPS, METRIC, OUTAGE -> {
                String ups = condition.ups();
                yield ups == null
                        ? watch.lane().equals(Watch.NOBODY)
                        : known.awaiting().stream().anyMatch(id -> UpsScope.matches(ups, id));
            }
        };
    }

    void postpone(Collection<Watch> watches) {
        postponed.addAll(watches);
    }

    void dismiss(Watch watch) {
        postponed.remove(watch);
    }

    /** Those that need wait no longer. */
    List<Watch> takeReleased() {
        List<Watch> released = new ArrayList<>();
        for (Watch watch : postponed) {
            if (!hold(watch)) {
                released.add(watch);
            }
        }
        released.forEach(postponed::remove);
        return released;
    }
}

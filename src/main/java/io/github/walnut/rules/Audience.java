package io.github.walnut.rules;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** The watches that listen to one thing. */
public final class Audience {
    private final Set<Watch> watches = new LinkedHashSet<>();

    Collection<Watch> watches() {
        return watches;
    }

    void add(Watch watch) {
        watches.add(watch);
    }

    /** Whether nobody is left. */
    boolean remove(Watch watch) {
        watches.remove(watch);
        return watches.isEmpty();
    }
}

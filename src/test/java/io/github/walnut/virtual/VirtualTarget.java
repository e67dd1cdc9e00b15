package io.github.walnut.virtual;

import java.time.Duration;
import java.time.Instant;

/**
 * One thing that can be switched: it takes its time, and while it does its state is transitional.
 */
public final class VirtualTarget {

    private String status;
    private String next;
    private Instant changesAt = Instant.MIN;
    private Duration takes = Duration.ofSeconds(20);
    private boolean hidesTransition;

    VirtualTarget(String status) {
        this.status = status;
    }

    public VirtualTarget takes(Duration value) {
        takes = value;
        return this;
    }

    /** It shows its old state until the new one is reached. */
    public VirtualTarget hidesTransition() {
        hidesTransition = true;
        return this;
    }

    String status(Instant now) {
        if (next != null && !now.isBefore(changesAt)) {
            status = next;
            next = null;
        }
        return next == null || hidesTransition ? status : "transitional";
    }

    public void begin(String wanted, Instant now) {
        next = wanted;
        changesAt = now.plus(takes);
    }
}

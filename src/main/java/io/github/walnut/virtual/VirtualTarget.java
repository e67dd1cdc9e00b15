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
    private Conduct conduct = Conduct.GOOD;
    private boolean hidesTransition;
    private int orders;

    VirtualTarget(String status) {
        this.status = status;
    }

    public VirtualTarget takes(Duration value) {
        return conduct(Conduct.taking(value));
    }

    public VirtualTarget conduct(Conduct value) {
        conduct = value;
        return this;
    }

    Conduct conduct() {
        return conduct;
    }

    /** It shows its old state until the new one is reached. */
    public VirtualTarget hidesTransition() {
        hidesTransition = true;
        return this;
    }

    /** The number of this order, from 1. */
    int count() {
        return ++orders;
    }

    String status(Instant now) {
        if (next != null && !now.isBefore(changesAt)) {
            status = next;
            next = null;
        }
        return next == null || hidesTransition ? status : "transitional";
    }

    /** Somebody else changed it. */
    public void becomes(String other) {
        status = other;
        next = null;
    }

    /** It is on its way, as long as it usually takes. */
    public void begin(String wanted, Instant now) {
        begin(wanted, now, conduct.takes("").at(0));
    }

    void begin(String wanted, Instant now, Duration time) {
        next = wanted;
        changesAt = now.plus(time);
    }
}

package io.github.walnut.component.nut;

/** The time of the component; a host application may give its own. */
public interface NutClock {

    /** Milliseconds from an arbitrary origin; intervals, limits and ages count here. */
    long monotonicMillis();

    /** Epoch milliseconds, for display and for the validity of certificates. */
    long wallMillis();

    static NutClock system() {
        return new NutClock() {
            @Override
            public long monotonicMillis() {
                return System.nanoTime() / 1_000_000;
            }

            @Override
            public long wallMillis() {
                return System.currentTimeMillis();
            }
        };
    }
}

package io.github.walnut.store;

/** The two ways of writing. */
public enum Lane {
    /** On disk when the call returns: runs, events, policies, hosts, users, audit. */
    JOURNAL("FULL"),
    /** The last commits may go with the power: samples and roll-ups. */
    BULK("NORMAL");

    private final String synchronous;

    Lane(String synchronous) {
        this.synchronous = synchronous;
    }

    String synchronous() {
        return synchronous;
    }

    String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}

package io.github.walnut.component.device;

/** One state machine: a status, and the one that is on its way. */
final class VirtualTarget {

    private String status;
    private String coming;
    private long dueMillis;
    private int changes;

    VirtualTarget(String status) {
        this.status = status;
    }

    String status(long nowMillis) {
        if (coming != null && nowMillis >= dueMillis) {
            status = coming;
            coming = null;
        }
        return status;
    }

    void become(String next, long atMillis) {
        coming = next;
        dueMillis = atMillis;
    }

    /** The number of this change, from 1. */
    int count() {
        return ++changes;
    }

    /** Status at rest and first status of a kind of target. */
    static String first(String type) {
        return switch (type) {
            case "vm", "container" -> "running";
            case "outlet", "poe-port" -> "on";
            default -> "up";
        };
    }
}

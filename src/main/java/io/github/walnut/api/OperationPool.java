package io.github.walnut.api;

import java.util.Arrays;
import java.util.Locale;

/**
 * Which threads carry an operation out. An operation waits for others of its own pool and for no
 * others, so that no flood of one kind keeps another kind from its turn. The contract names the
 * pool of each operation as {@code x-pool}.
 */
enum OperationPool {
    /** Whether the program lives. */
    HEALTH(2, OperationPool.EVERYBODY, true, true),
    /** Holds, ends, postpones, arms and disarms. */
    CONTROL(8, 64, true, false),
    /** Starts and arms what may ask hosts first. */
    ORDER(4, 16, true, false),
    /** What happens now: UPSs, runs, the mode of the system. */
    LIVE(4, 124, true, true),
    /** Small steps that keep a session going, without a hash of a password. */
    SESSION(2, OperationPool.EVERYBODY, true, false),
    /** Webhooks and links of messages. */
    PUBLIC(2, 30, false, false),
    /** Strangers who prove a password, a setup token or an invitation. */
    LOGIN(2, 20, false, false),
    /** Hashes of passwords of people who are logged in. */
    PASSWORD(2, 14, false, false),
    /** Asks the identity provider. */
    PROVIDER(2, 14, false, false),
    /** Checks documents and tries them out, stored or not. */
    VALIDATION(2, 24, false, true),
    /** Files. */
    EXPORT(2, 18, false, true),
    /** Takes files; the place is taken before the body is read. */
    UPLOAD(2, 2, false, false),
    /** Reads that go far back in time. */
    HISTORY(2, 30, false, true),
    /** Asks hosts and NUT servers, each within limits of its own; others may share the answer. */
    DEVICE(4, 28, false, false),
    /** Other reads. */
    READ(4, 92, false, true),
    /** Other changes. */
    CHANGE(4, 60, false, false);

    /** As many as connections may be open, each of which has one request under way at most. */
    static final int EVERYBODY = 500;

    private final int threads;
    private final int waiting;
    private final boolean first;
    private final boolean reads;

    OperationPool(int threads, int waiting, boolean first, boolean reads) {
        this.threads = threads;
        this.waiting = waiting;
        this.first = first;
        this.reads = reads;
    }

    int threads() {
        return threads;
    }

    /** How many may wait for a thread; files that are being sent count here, too. */
    int waiting() {
        return waiting;
    }

    /** Leaves no reading connection of the store to others. */
    boolean first() {
        return first;
    }

    /** Changes nothing unless the audit log tells of it, so that it may end half way. */
    boolean reads() {
        return reads;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @param word as in the contract
     */
    static OperationPool named(String word) {
        return Arrays.stream(values())
                .filter(pool -> pool.word().equals(word))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "x-pool is '"
                                                + word
                                                + "', expected one of "
                                                + Arrays.stream(values())
                                                        .map(OperationPool::word)
                                                        .toList()));
    }
}

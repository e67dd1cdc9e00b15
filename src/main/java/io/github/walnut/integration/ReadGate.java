package io.github.walnut.integration;

import io.github.walnut.run.ErrorClass;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Two reads per host and thirty-two in all; calls that write do not pass here (INT-4). */
final class ReadGate {

    private static final int ALL = 32;
    private static final int PER_HOST = 2;

    private final Semaphore all = new Semaphore(ALL, true);
    private final Map<String, Semaphore> hosts = new ConcurrentHashMap<>();

    void enter(String hostId, long limitMillis) throws DriverFailure {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis);
        Semaphore host = host(hostId);
        take(host, end, hostId);
        try {
            take(all, end, hostId);
        } catch (DriverFailure busy) {
            host.release();
            throw busy;
        }
    }

    void leave(String hostId) {
        all.release();
        host(hostId).release();
    }

    private Semaphore host(String hostId) {
        return hosts.computeIfAbsent(hostId, id -> new Semaphore(PER_HOST, true));
    }

    private static void take(Semaphore places, long endNanos, String hostId) throws DriverFailure {
        try {
            if (places.tryAcquire(endNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DriverFailure(ErrorClass.CANCELLED, "interrupted", "The call was ended.");
        }
        throw new DriverFailure(
                ErrorClass.UNAVAILABLE,
                "busy",
                "Too many reads of host " + hostId + " are under way.");
    }
}

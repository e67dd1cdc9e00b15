package io.github.walnut.component.device;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** The place of one host's session; only its holder makes a new one. */
final class SshHost {

    private final ReentrantLock lock = new ReentrantLock();
    private volatile SshSession session;

    void lock(Duration limit) throws DeviceException {
        try {
            if (!lock.tryLock(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw DeviceException.of(
                        "unreachable",
                        "connect",
                        "Another call is still trying to connect to the host.");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw DeviceException.of(
                    "cancelled", "interrupted", "The call was ended.", interrupted);
        }
    }

    void unlock() {
        lock.unlock();
    }

    SshSession session() {
        return session;
    }

    void replace(SshSession next) {
        SshSession before = session;
        session = next;
        if (before != null) {
            before.retire();
        }
    }
}

package io.github.walnut.store;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Another process of the same file that holds the lock for writing until it is closed. */
public final class LockedStore implements AutoCloseable {

    private final CountDownLatch taken = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final Database other;
    private final Thread holder;

    LockedStore(Path folder) {
        this(folder, Stores.KEY);
    }

    public LockedStore(Path folder, String key) {
        other =
                Database.open(
                        Stores.config(folder, key).withMode(DatabaseConfig.Mode.COMMAND),
                        new TestClock());
        holder = new Thread(() -> other.together(this::hold));
        holder.start();
        await(taken);
    }

    private Void hold() {
        taken.countDown();
        await(release);
        return null;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        release.countDown();
        try {
            holder.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        other.close();
    }
}

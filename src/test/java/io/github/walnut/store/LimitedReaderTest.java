package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many who read at once, and readers that nobody waits for any more. */
class LimitedReaderTest {

    private static final int READERS = 18;

    @TempDir private Path folder;
    private Database database;

    @BeforeEach
    void open() {
        database = Stores.open(folder);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    @Requirement("SEC-25")
    void limited_readers_leave_half_of_the_connections_to_others() throws Exception {
        CountDownLatch half = new CountDownLatch(READERS / 2);
        CountDownLatch end = new CountDownLatch(1);
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<Thread> reading = new ArrayList<>();
        for (int i = 0; i < 2 * READERS; i++) {
            Thread thread = new LimitedReader(() -> hold(half, end, failures), "limited-" + i);
            thread.start();
            reading.add(thread);
        }
        half.await();
        try {
            assertThat(database.readersInUse()).isEqualTo(READERS / 2);
            assertThat(one()).isEqualTo(1);
        } finally {
            end.countDown();
        }
        for (Thread thread : reading) {
            thread.join();
        }
        assertThat(failures).allMatch(StoreUnavailableException.class::isInstance);
        assertThat(database.readersInUse()).isZero();
    }

    private void hold(CountDownLatch begun, CountDownLatch end, Queue<Throwable> failures) {
        try {
            database.reader()
                    .sql("SELECT 1")
                    .query(
                            row -> {
                                assertThat(one()).isEqualTo(1); // within its own turn
                                begun.countDown();
                                await(end);
                            });
        } catch (RuntimeException e) {
            failures.add(e);
        }
    }

    private int one() {
        return database.reader().sql("SELECT 1").query(Integer.class).single();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @Requirement("API-11")
    void a_statement_without_end_ends_with_its_thread_and_leaves_its_connection_usable()
            throws Exception {
        AtomicReference<Throwable> ended = new AtomicReference<>();
        CountDownLatch begun = new CountDownLatch(1);
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                database.reader()
                                        .sql(
                                                "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT"
                                                        + " x + 1 FROM n) SELECT x FROM n WHERE x = 1 OR x < 0")
                                        .query(
                                                row -> {
                                                    begun.countDown();
                                                });
                            } catch (RuntimeException e) {
                                ended.set(e);
                            }
                        });
        thread.start();
        begun.await();

        thread.interrupt();
        thread.join();

        assertThat(ended.get()).isInstanceOf(Interruption.EndedException.class);
        assertThat(one()).isEqualTo(1);
        assertThat(database.damaged()).isNull();
    }
}

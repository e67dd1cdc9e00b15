package io.github.walnut.store;

import io.github.walnut.ups.RunningWait;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The one thread that writes. Journal work overtakes bulk work in the queue; what one caller writes
 * in one call is one transaction. A call from the writer thread itself joins the transaction that
 * is under way, so that several repositories can change together.
 */
final class Writer implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** How long protection waits for a write, in time in which the process ran. */
    static final Duration PROMPT = Duration.ofSeconds(2);

    private final Map<Lane, LaneConnection> lanes = new EnumMap<>(Lane.class);
    private final PriorityBlockingQueue<Job> queue = new PriorityBlockingQueue<>();
    private final AtomicLong sequence = new AtomicLong();
    private final Thread thread;
    private volatile boolean closed;
    private LaneConnection current;

    Writer(Connection journal, Connection bulk) {
        lanes.put(Lane.JOURNAL, new LaneConnection(Lane.JOURNAL, journal));
        lanes.put(Lane.BULK, new LaneConnection(Lane.BULK, bulk));
        thread = new Thread(this::work, "store-writer");
        thread.setDaemon(true);
        thread.start();
    }

    private record Job(Lane lane, long number, FutureTask<?> task, AtomicBoolean claimed)
            implements Comparable<Job> {

        /** True for the first who asks: the writer that runs it, or the caller who gives up. */
        boolean claim() {
            return claimed.compareAndSet(false, true);
        }

        @Override
        public int compareTo(Job other) {
            int byLane = lane.compareTo(other.lane);
            return byLane != 0 ? byLane : Long.compare(number, other.number);
        }
    }

    /**
     * Runs the work in a transaction and returns after its commit.
     *
     * @throws StoreUnavailableException when the turn did not come or the lock was not free in time
     */
    <T> T write(Lane lane, Function<JdbcClient, T> work) {
        return write(lane, work, Writer::await);
    }

    /** As {@link #write}, and returns in two seconds whatever becomes of the work. */
    <T> T writePromptly(Lane lane, Function<JdbcClient, T> work) {
        return write(lane, work, Writer::awaitPromptly);
    }

    @FunctionalInterface
    private interface Waiting<T> {
        T await(Job job, FutureTask<T> task) throws ExecutionException, InterruptedException;
    }

    private <T> T write(Lane lane, Function<JdbcClient, T> work, Waiting<T> waiting) {
        if (mine()) {
            return work.apply(current.client());
        }
        FutureTask<T> task = new FutureTask<>(() -> inTransaction(lane, work));
        Job job = enqueue(lane, task);
        try {
            return waiting.await(job, task);
        } catch (ExecutionException e) {
            throw unchecked(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException(
                    job.claim()
                            ? "writing was interrupted; nothing was written"
                            : "writing was interrupted; whether it took place is unknown",
                    e);
        }
    }

    /** Work whose turn does not come is given up; work that has begun is waited for. */
    private static <T> T await(Job job, FutureTask<T> task)
            throws ExecutionException, InterruptedException {
        try {
            return RunningWait.get(task, PATIENCE);
        } catch (TimeoutException e) {
            if (job.claim()) {
                throw new StoreUnavailableException(
                        "writing to the " + job.lane().word() + " waited for more than " + PATIENCE,
                        e);
            }
            return task.get();
        }
    }

    private static <T> T awaitPromptly(Job job, FutureTask<T> task)
            throws ExecutionException, InterruptedException {
        try {
            return RunningWait.get(task, PROMPT);
        } catch (TimeoutException e) {
            throw new StoreUnavailableException(
                    "writing to the "
                            + job.lane().word()
                            + " took more than "
                            + PROMPT.toSeconds()
                            + " s"
                            + (job.claim() ? "; nothing was written" : ""),
                    e);
        }
    }

    /** True on the writer's own thread. */
    boolean mine() {
        return Thread.currentThread() == thread;
    }

    /** Queues work for the writer thread without a transaction around it. */
    void enqueue(Lane lane, Callable<Void> work) {
        enqueue(lane, new FutureTask<>(work));
    }

    private Job enqueue(Lane lane, FutureTask<?> task) {
        if (closed) {
            throw new StoreUnavailableException("the store is closed", null);
        }
        Job job = new Job(lane, sequence.incrementAndGet(), task, new AtomicBoolean());
        queue.add(job);
        return job;
    }

    private <T> T inTransaction(Lane lane, Function<JdbcClient, T> work) {
        current = lanes.get(lane);
        try {
            return current.transact(work);
        } finally {
            current = null;
        }
    }

    /** Runs one statement for many rows within the transaction that is under way. */
    int[] batch(String sql, List<Object[]> rows) {
        return template().batchUpdate(sql, rows);
    }

    /** Runs a statement to its end, whatever rows it yields, within the transaction under way. */
    void exhaust(String sql) {
        template().update(sql);
    }

    private JdbcTemplate template() {
        if (Thread.currentThread() != thread || current == null) {
            throw new IllegalStateException("no transaction is under way on this thread");
        }
        return current.template();
    }

    /** The connection on which the calling thread is writing, or null when it is not writing. */
    JdbcClient joined() {
        return Thread.currentThread() == thread && current != null ? current.client() : null;
    }

    int queued() {
        return queue.size();
    }

    CommitTimes commits(Lane lane) {
        return lanes.get(lane).commits();
    }

    Connection connection(Lane lane) {
        return lanes.get(lane).connection();
    }

    DataSource dataSource(Lane lane) {
        return new WriterDataSource(this, lane);
    }

    private void work() {
        while (!closed || !queue.isEmpty()) {
            try {
                Job job = queue.poll(100, TimeUnit.MILLISECONDS);
                if (job != null && job.claim()) {
                    job.task().run();
                }
            } catch (InterruptedException e) {
                closed = true;
            }
        }
    }

    private static RuntimeException unchecked(Throwable cause) {
        if (cause instanceof RuntimeException e) {
            return e;
        }
        if (cause instanceof Error e) {
            throw e;
        }
        return new StoreUnavailableException("writing failed: " + cause.getMessage(), cause);
    }

    /** Ends after what is queued has been written. */
    @Override
    public void close() throws SQLException {
        closed = true;
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (LaneConnection lane : lanes.values()) {
            lane.connection().close();
        }
    }
}

package io.github.walnut.component.nut;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection that many endpoints use, with a thread of its own. What is asked while an answer
 * is awaited goes out together in the next burst.
 */
final class NutSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NutSession.class);
    private static final long LONGEST_SLEEP = 1000;

    private final NutSessionSettings settings;
    private final NutHost host;
    private final NutConnector connector;
    private final Backoff backoff;
    private final IdleRule idleRule;
    private final SessionJob.Work<?> opening;
    private final BlockingDeque<SessionJob> jobs = new LinkedBlockingDeque<>();
    private final Thread thread;
    private volatile NutConnection connection;
    private volatile boolean closed;
    private volatile long opened;
    private long usedAt;
    private long notBefore;
    private NutError lastFailure;

    /** What happens when nobody has asked for a while. */
    enum IdleRule {
        /** VER is sent after {@code keepAlive}. */
        KEEP_ALIVE,
        /** As KEEP_ALIVE, and a connection that is lost is opened again although nobody asks. */
        STAY,
        /** The connection is closed after 30 s; the next request opens it again. */
        CLOSE;

        private static final long CLOSE_AFTER = 30_000;

        long after(NutSessionSettings settings) {
            return this == CLOSE ? CLOSE_AFTER : settings.keepAlive();
        }
    }

    NutSession(NutSessionSettings settings, NutHost host, IdleRule idleRule) {
        this(settings, host, idleRule, connection -> null);
    }

    /**
     * @param opening done on each new connection before anything else
     */
    NutSession(
            NutSessionSettings settings,
            NutHost host,
            IdleRule idleRule,
            SessionJob.Work<?> opening) {
        this.settings = settings;
        this.opening = opening;
        this.host = host;
        this.idleRule = idleRule;
        this.connector = new NutConnector(settings, host);
        this.backoff =
                new Backoff(
                        settings.reconnectDelay(),
                        settings.reconnectMaxDelay(),
                        () -> ThreadLocalRandom.current().nextDouble());
        this.notBefore = host.clock().monotonicMillis();
        this.thread = new Thread(this::run, "nut " + settings.server() + " " + idleRule);
        thread.setDaemon(true);
        thread.start();
    }

    NutServer server() {
        return settings.server();
    }

    /** Rises with each connection that was opened. */
    long generation() {
        return opened;
    }

    /** Asks and waits; a request that fails has its error in its place. */
    List<NutAnswer> ask(List<NutRequest> requests, NutLimits limits) {
        SessionJob.Questions questions = new SessionJob.Questions(requests, limits);
        submit(questions);
        return questions.await();
    }

    NutAnswer ask(NutRequest request, NutLimits limits) {
        return ask(List.of(request), limits).get(0);
    }

    /** Runs the work on the connection with nothing of others in between, and never twice. */
    <T> T call(SessionJob.Work<T> work) throws NutException {
        SessionJob.Call<T> call = new SessionJob.Call<>(work);
        submit(call);
        return call.await();
    }

    /** Says goodbye where a connection is open; opens none for it. */
    void logout(long requestTimeout) {
        if (connection == null) {
            return;
        }
        try {
            call(
                    open -> {
                        open.ask(NutRequest.logout(), requestTimeout);
                        return null;
                    });
        } catch (NutException e) {
            LOG.debug("no goodbye from {}: {}", server(), e.getMessage());
        }
    }

    @Override
    public void close() {
        closed = true;
        jobs.add(new SessionJob.Call<>(c -> null));
        NutConnection open = connection;
        if (open != null) {
            open.close();
        }
    }

    private void submit(SessionJob job) {
        jobs.add(job);
        if (closed) {
            failWaiting();
        }
    }

    private void run() {
        usedAt = host.clock().monotonicMillis();
        while (!closed) {
            try {
                SessionJob job = jobs.poll(sleep(), TimeUnit.MILLISECONDS);
                if (job == null) {
                    idle();
                } else {
                    turn(job);
                }
            } catch (InterruptedException e) {
                closed = true;
            }
        }
        drop(new NutError(NutError.TRANSPORT, "the session with " + server() + " was closed"));
        failWaiting();
    }

    private void turn(SessionJob job) {
        try {
            if (job instanceof SessionJob.Questions questions) {
                answer(withWaiting(questions));
            } else {
                carryOut((SessionJob.Call<?>) job);
            }
        } catch (RuntimeException e) {
            LOG.error("session with {}", server(), e);
            job.fail(
                    new NutError(NutError.TRANSPORT, "session with " + server() + " failed: " + e));
        }
    }

    private void failWaiting() {
        NutError error =
                new NutError(NutError.TRANSPORT, "the session with " + server() + " is closed");
        for (SessionJob job = jobs.poll(); job != null; job = jobs.poll()) {
            job.fail(error);
        }
    }

    private long sleep() {
        long idleAt = usedAt + idleRule.after(settings);
        long left = idleAt - host.clock().monotonicMillis();
        return Math.max(1, Math.min(LONGEST_SLEEP, left));
    }

    private void idle() {
        if (connection == null && idleRule == IdleRule.STAY) {
            reopen();
        }
        if (connection == null
                || host.clock().monotonicMillis() - usedAt < idleRule.after(settings)) {
            return;
        }
        usedAt = host.clock().monotonicMillis();
        if (idleRule == IdleRule.CLOSE) {
            connection.close();
            connection = null;
            return;
        }
        connector.tls().noticeExpiry(server());
        connection.ask(NutRequest.version(), settings.requestTimeout());
        settle();
    }

    /**
     * The questions of all who wait right now, up to the first job that wants the connection for
     * itself.
     */
    private List<SessionJob.Questions> withWaiting(SessionJob.Questions first) {
        List<SessionJob.Questions> together = new ArrayList<>(List.of(first));
        while (jobs.peek() instanceof SessionJob.Questions next) {
            jobs.remove(next);
            together.add(next);
        }
        return together;
    }

    private void answer(List<SessionJob.Questions> together) {
        boolean fresh = connection == null;
        List<NutAnswer> answers;
        try {
            NutConnection open = connected();
            answers = askOn(open, together);
            if (!fresh && lostBefore(answers)) {
                drop(open.broken());
                answers = askOn(connected(), together);
            }
        } catch (NutException e) {
            together.forEach(questions -> questions.fail(e.error()));
            return;
        } catch (RuntimeException e) {
            together.forEach(
                    q -> q.fail(new NutError(NutError.TRANSPORT, "asking " + server() + ": " + e)));
            throw e;
        }
        settle();
        hold(answers);
        int from = 0;
        for (SessionJob.Questions questions : together) {
            int to = from + questions.requests().size();
            questions.complete(List.copyOf(answers.subList(from, to)));
            from = to;
        }
    }

    private List<NutAnswer> askOn(NutConnection open, List<SessionJob.Questions> together) {
        List<NutRequest> requests = together.stream().flatMap(q -> q.requests().stream()).toList();
        long timeout =
                together.stream().mapToLong(q -> q.limits().requestTimeout()).max().orElseThrow();
        int pipeline =
                together.stream().mapToInt(q -> q.limits().maxPipeline()).min().orElseThrow();
        return open.askAll(requests, new NutLimits(timeout, pipeline));
    }

    /**
     * A connection that had been closed while it was idle: nothing was answered, reading may be
     * repeated.
     */
    private static boolean lostBefore(List<NutAnswer> answers) {
        return answers.stream()
                .allMatch(
                        a ->
                                a instanceof NutAnswer.Failed failed
                                        && failed.error().word().equals(NutError.TRANSPORT));
    }

    private void carryOut(SessionJob.Call<?> call) {
        try {
            call.runOn(connected());
        } catch (NutException e) {
            call.fail(e.error());
        }
        settle();
    }

    private NutConnection connected() throws NutException {
        if (connection != null && connection.spoiled()) {
            settle();
            drop(
                    new NutError(
                            NutError.PROTOCOL,
                            server() + " sent something that nobody had asked for"));
        }
        if (connection == null) {
            open();
        }
        return connection;
    }

    private void reopen() {
        try {
            open();
        } catch (NutException e) {
            LOG.debug("{} is not back yet: {}", server(), e.getMessage());
        }
    }

    private void open() throws NutException {
        if (lastFailure != null && host.clock().monotonicMillis() < notBefore) {
            throw new NutException(lastFailure);
        }
        try {
            connection = opened(connector.open());
            opened++;
            lastFailure = null;
            host.tell(new NutServerEvent.Connected(server()));
        } catch (NutException e) {
            failed(e.error());
            throw e;
        }
    }

    private NutConnection opened(NutConnection fresh) throws NutException {
        try {
            opening.on(fresh);
            return fresh;
        } catch (NutException e) {
            fresh.close();
            throw e;
        }
    }

    /** Drops a connection that broke, and tells what the last request proved. */
    private void settle() {
        usedAt = host.clock().monotonicMillis();
        NutConnection open = connection;
        if (open == null) {
            return;
        }
        NutError broken = open.broken();
        if (broken == null) {
            backoff.succeeded();
            return;
        }
        drop(broken);
        if (broken.errorClass() == NutErrorClass.PROTOCOL) {
            host.tell(new NutServerEvent.ProtocolError(server(), broken));
        } else {
            failed(broken);
        }
    }

    /** Who has no right to read will not have it a second later. */
    private void hold(List<NutAnswer> answers) {
        for (NutAnswer answer : answers) {
            if (answer instanceof NutAnswer.Failed failed
                    && failed.error().errorClass() == NutErrorClass.SECURITY
                    && connection != null) {
                drop(failed.error());
                failed(failed.error());
            }
        }
    }

    private void drop(NutError error) {
        NutConnection open = connection;
        connection = null;
        if (open != null) {
            open.close();
            if (!closed) {
                host.tell(new NutServerEvent.Disconnected(server(), error));
            }
        }
    }

    private void failed(NutError error) {
        lastFailure = error;
        notBefore = host.clock().monotonicMillis() + backoff.failed(error.errorClass());
    }
}

package io.github.walnut.component.nut;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
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
    private final NutClock clock;
    private final NutLink link;
    private final IdleRule idleRule;
    private final BlockingDeque<SessionJob> jobs = new LinkedBlockingDeque<>();
    private volatile boolean closed;

    /** When the last request was sent, not when its answer came. */
    private long usedAt;

    /** What happens when nobody has asked for a while. */
    enum IdleRule {
        /** VER is sent after {@code keepAlive}. */
        KEEP_ALIVE,
        /** As KEEP_ALIVE, and a connection that is lost is opened again although nobody asks. */
        STAY,
        /** The connection is closed after 30 s; the next request opens it again. */
        CLOSE;

        static final long CLOSE_AFTER = 30_000;

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
        this.clock = host.clock();
        this.link = new NutLink(settings, host, opening);
        this.idleRule = idleRule;
        this.usedAt = clock.monotonicMillis();
        Thread thread = new Thread(this::run, "nut " + settings.server() + " " + idleRule);
        thread.setDaemon(true);
        thread.start();
    }

    NutServer server() {
        return settings.server();
    }

    boolean isOpen() {
        return link.isOpen();
    }

    /** Rises with each connection that was opened. */
    long generation() {
        return link.generation();
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
        if (!link.isOpen()) {
            return;
        }
        try {
            call(open -> open.ask(NutRequest.logout(), requestTimeout));
        } catch (NutException e) {
            LOG.debug("no goodbye from {}: {}", server(), e.getMessage());
        }
    }

    @Override
    public void close() {
        closed = true;
        link.cut();
        submit(new SessionJob.Call<>(connection -> null));
    }

    private void submit(SessionJob job) {
        jobs.add(job);
        if (closed) {
            failWaiting();
        }
    }

    private void run() {
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
        link.drop(link.closed());
        failWaiting();
    }

    private long sleep() {
        long left = usedAt + idleRule.after(settings) - clock.monotonicMillis();
        return Math.max(1, Math.min(LONGEST_SLEEP, left));
    }

    private void idle() {
        if (idleRule == IdleRule.STAY && !link.isOpen()) {
            reopen();
        }
        if (!link.isOpen() || clock.monotonicMillis() - usedAt < idleRule.after(settings)) {
            return;
        }
        usedAt = clock.monotonicMillis();
        if (idleRule == IdleRule.CLOSE) {
            link.drop(new NutError(NutError.TRANSPORT, "not used for a while"));
        } else {
            link.noticeExpiry();
            answer(List.of(new SessionJob.Questions(List.of(NutRequest.version()), limits())));
        }
    }

    private void reopen() {
        try {
            link.connected();
        } catch (NutException e) {
            LOG.debug("{} is not back yet: {}", server(), e.getMessage());
        }
    }

    private NutLimits limits() {
        return new NutLimits(settings.requestTimeout(), 1);
    }

    private void turn(SessionJob job) {
        usedAt = clock.monotonicMillis();
        if (job instanceof SessionJob.Questions questions) {
            answer(withWaiting(questions));
        } else {
            carryOut((SessionJob.Call<?>) job);
        }
    }

    /**
     * The questions of all who wait right now, up to the first job that wants the connection for
     * itself.
     */
    private List<SessionJob.Questions> withWaiting(SessionJob.Questions first) {
        List<SessionJob.Questions> together = new ArrayList<>(List.of(first));
        while (jobs.peek() instanceof SessionJob.Questions) {
            if (jobs.poll() instanceof SessionJob.Questions next) {
                together.add(next);
            }
        }
        return together;
    }

    private void answer(List<SessionJob.Questions> together) {
        List<NutAnswer> answers;
        try {
            answers = new SharedBurst(link, together).ask();
        } catch (NutException e) {
            together.forEach(questions -> questions.fail(e.error()));
            return;
        } catch (RuntimeException e) {
            LOG.error("Asking NUT server {} failed", server(), e);
            together.forEach(
                    q -> q.fail(new NutError(NutError.TRANSPORT, "asking " + server() + ": " + e)));
            return;
        }
        int from = 0;
        for (SessionJob.Questions questions : together) {
            int to = from + questions.requests().size();
            questions.complete(List.copyOf(answers.subList(from, to)));
            from = to;
        }
    }

    private void carryOut(SessionJob.Call<?> call) {
        try {
            call.runOn(link.connected());
        } catch (NutException e) {
            call.fail(e.error());
        } catch (RuntimeException e) {
            LOG.error("A command to NUT server {} failed", server(), e);
            call.fail(new NutError(NutError.TRANSPORT, "working with " + server() + ": " + e));
        }
        link.settle();
    }

    private void failWaiting() {
        NutError error =
                new NutError(NutError.TRANSPORT, "the session with " + server() + " is closed");
        for (SessionJob job = jobs.poll(); job != null; job = jobs.poll()) {
            job.fail(error);
        }
    }
}

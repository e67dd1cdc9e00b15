package io.github.walnut.dispatch;

import io.github.walnut.policy.Policy;
import io.github.walnut.run.Call;
import io.github.walnut.run.Countdown;
import io.github.walnut.run.DriverCall;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.Journal;
import io.github.walnut.run.LateWatch;
import io.github.walnut.run.NewRun;
import io.github.walnut.run.RecoveryPlan;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunBook;
import io.github.walnut.run.RunMachine;
import io.github.walnut.run.RunRequest;
import io.github.walnut.run.RunTerms;
import io.github.walnut.run.StepState;
import io.github.walnut.ups.UpsFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes runs happen: writes each order down before it is sent, lets one order at a time go to each
 * host, repeats what may be repeated, and watches until the target is where it should be. Safe for
 * several threads.
 */
public final class Dispatcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final Duration JOURNAL_RETRY = Duration.ofMillis(200);

    private static final Duration AFTER_A_FAULT = Duration.ofSeconds(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition callOver = lock.newCondition();
    private final Queue<Runnable> changes = new ConcurrentLinkedQueue<>();
    private final DispatchPorts ports;
    private final Settings settings;
    private final NewRun newRun;
    private final RunMachine machine;
    private final Desk desk;
    private final Planning planning;
    private final Withheld withheld = new Withheld();
    private final Recoveries recoveries;
    private final Restarts restarts;
    private final Publisher publisher;
    private final JournalHealth health;
    private final Interventions interventions;
    private Instant wakeAt;
    private boolean closing;
    private boolean fenced;
    private boolean retrying;
    private boolean lingering;
    private boolean writeDue;

    public Dispatcher(
            DispatchPorts ports,
            NewRun newRun,
            RecoveryPlan restartPlan,
            RunMachine machine,
            Settings settings) {
        this.ports = ports;
        this.settings = settings;
        this.newRun = newRun;
        this.machine = machine;
        this.desk = new Desk(machine, ports, settings);
        this.planning =
                new Planning(
                        newRun,
                        ports.targets(),
                        book ->
                                NewRun.compare(
                                        book,
                                        settings.maxConcurrentActions(),
                                        desk.runtime(book.run())),
                        ports.watch()::planned);
        this.recoveries = new Recoveries(ports, desk, restartPlan, this::round);
        this.restarts = new Restarts(ports, recoveries, this::turn);
        this.publisher = new Publisher(ports.listeners(), ports.publishing());
        this.health = new JournalHealth(ports.watch(), settings.journalPatience());
        this.interventions = new Interventions(desk, ports, newRun, this::turn);
    }

    /**
     * Journals a run, plans it as soon as its hosts have told their targets, and sends what may go.
     *
     * @return the id of the run, which stands in the journal unless the journal is away; then the
     *     run is kept and nothing of it is sent before it is written; null while a policy before it
     *     may still stop it
     * @throws IllegalArgumentException when the document of the policy does not read
     * @throws IllegalStateException when the program is ending
     * @throws Journal.EpochLostException when another instance owns the store
     */
    public UUID start(RunRequest request) {
        if (request.policy().policy() == null) {
            throw new IllegalArgumentException(
                    "policy " + request.policy().id() + " has no model that could be run");
        }
        return alone(
                () -> {
                    checkOpen();
                    Instant now = desk.now();
                    if (!request.behind().isEmpty() && withheld.holds(request, now)) {
                        pump();
                        return null;
                    }
                    RunBook book = begin(request);
                    pump();
                    ask(book.run().id());
                    return book.run().id();
                });
    }

    private RunBook begin(RunRequest request) {
        Instant now = desk.now();
        RunBook book = newRun.accept(request, ports.journal().epoch(), now);
        if (!request.suppressed()) {
            planning.begin(book, request.policy().policy(), now);
        }
        desk.add(book, true);
        withheld.begun(request, book);
        return book;
    }

    /** Begins the matches that nothing stops, and tells of those that a policy stops. */
    private boolean settleWithheld() {
        Instant now = desk.now();
        boolean any = false;
        for (Optional<Withheld.Settled> next = withheld.settle(now);
                next.isPresent();
                next = withheld.settle(now)) {
            RunRequest match = next.get().match();
            if (next.get().stoppedBy().isPresent()) {
                publisher.stopped(match, next.get().stoppedBy().get());
            } else {
                UUID begun = begin(match).run().id();
                ports.scheduler().after(Duration.ZERO, () -> locked(() -> ask(begun)));
                any = true;
            }
        }
        return any;
    }

    /** Takes up what the journal holds unfinished. To be called once, before the first start. */
    public void resume() {
        alone(
                () -> {
                    checkOpen();
                    desk.holdOfAll().restore();
                    ports.obligations().load(ports.journal().obligations());
                    resumeLate(desk.now().minus(LateWatch.PATIENCE));
                    List<Journal.Entry> unfinished = ports.journal().unfinished();
                    unfinished.forEach(this::resume);
                    pump();
                    unfinished.forEach(entry -> ask(entry.run().id()));
                    return null;
                });
    }

    /** What is known of a UPS now; runs that depend on it may have to change their course. */
    public void heard(UpsFacts facts) {
        alone(
                () -> {
                    if (desk.heard(facts) || recoveries.waits()) {
                        pump();
                    }
                    return null;
                });
    }

    /** What is owed a start. */
    public Restarts restarts() {
        return restarts;
    }

    /** How a cancellation ended. */
    public enum Cancellation {
        CANCELLED,
        /** Past the point of no return. */
        TOO_LATE,
        /** Final already, or never heard of. */
        NOT_RUNNING
    }

    /** Nothing more of the run is sent; what is under way is followed to its end. */
    public Cancellation cancel(UUID runId, String actor, String reason) {
        return alone(
                () -> {
                    Optional<RunBook> book =
                            desk.book(runId).filter(b -> !b.run().state().terminal());
                    if (book.isEmpty()) {
                        return Cancellation.NOT_RUNNING;
                    }
                    if (!machine.cancel(book.get(), actor, reason, desk.now())) {
                        return Cancellation.TOO_LATE;
                    }
                    pump();
                    return Cancellation.CANCELLED;
                });
    }

    /** What people may do to runs under way. */
    public Interventions interventions() {
        return interventions;
    }

    private <T> T turn(Supplier<T> change) {
        return alone(
                () -> {
                    checkOpen();
                    T result = change.get();
                    pump();
                    return result;
                });
    }

    /** Changes that come meanwhile find the lock taken, so they are made afterwards. */
    private <T> T alone(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
            settle();
        }
    }

    /** The ends of what a run waits for; nothing of one that is over. */
    public List<Countdown> countdowns(UUID runId) {
        return alone(
                () ->
                        desk.book(runId)
                                .filter(book -> !book.run().state().terminal())
                                .map(book -> machine.countdowns(book, desk.now()))
                                .orElse(List.of()));
    }

    /** Runs that are not final, oldest first. */
    public List<Run> active() {
        return alone(
                () ->
                        desk.books().stream()
                                .map(RunBook::run)
                                .filter(run -> !run.state().terminal())
                                .toList());
    }

    /** How many steps of runs under way wait for their order, by host. */
    public Map<String, Long> waiting() {
        return alone(
                () ->
                        desk.books().stream()
                                .flatMap(book -> book.steps().stream())
                                .filter(step -> step.state() == StepState.PLANNED)
                                .collect(
                                        Collectors.groupingBy(
                                                step -> step.target().hostId(),
                                                Collectors.counting())));
    }

    /** Orders and questions under way. */
    public int callsInFlight() {
        return alone(() -> desk.callsInFlight());
    }

    /** It takes no more runs. */
    public boolean closing() {
        return alone(() -> closing);
    }

    /** Sends nothing new, and waits a while for the calls under way; the rest is resumed later. */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            long left = settings.closeGrace().toNanos();
            while (!desk.idle() && left > 0) {
                left = callOver.awaitNanos(left);
            }
            fenced = true;
        } catch (InterruptedException e) {
            fenced = true;
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
            settle();
        }
    }

    private void checkOpen() {
        if (closing) {
            throw new IllegalStateException("the dispatcher is closing and takes no more runs");
        }
        if (fenced) {
            throw new Journal.EpochLostException("another instance owns the store");
        }
    }

    private void resume(Journal.Entry entry) {
        Run run = entry.run();
        Instant now = desk.now();
        Optional<Policy> policy = ports.policies().apply(run);
        RunBook book = new RunBook(run, entry.steps(), terms(run, policy));
        book.numbered(desk.numberedFrom(run));
        desk.resume(book);
        policy.ifPresentOrElse(
                known -> planning.resume(book, known, now),
                () -> NewRun.abandon(book, "The policy of the run no longer reads", now));
        try (RunLog log = RunLog.of(run)) {
            LOG.info("run {} of policy {} goes on after a restart", run.id(), run.policyName());
        }
    }

    /** Targets that were late when the program ended may still get there. */
    private void resumeLate(Instant since) {
        ports.obligations().loadDoubted(ports.journal().doubtedSince(since));
        for (Journal.Entry entry : ports.journal().endedSince(since)) {
            RunBook book = new RunBook(entry.run(), entry.steps(), RunTerms.NONE);
            book.numbered(desk.numberedFrom(entry.run()));
            desk.ended(book);
        }
    }

    private RunTerms terms(Run run, Optional<Policy> policy) {
        return run.kind() == Run.Kind.RECOVERY
                ? recoveries.terms(run)
                : policy.map(known -> RunTerms.of(known, run)).orElse(RunTerms.NONE);
    }

    /** Has the hosts of a run tell what it needs for its plan. */
    private void ask(UUID runId) {
        planning.missing(runId)
                .forEach(
                        (host, types) ->
                                ports.targets()
                                        .read(
                                                host,
                                                types,
                                                told -> locked(() -> planning.heard(runId, told))));
    }

    private void pump() {
        pump(false);
    }

    /**
     * One round.
     *
     * @param patient what only tells how steps fared may be written a moment later, together with
     *     what the next answers bring; so an order waits for one write, not for one per answer
     */
    private void pump(boolean patient) {
        if (fenced) {
            return;
        }
        try {
            planning.advance(desk.now());
            if (!closing) {
                recoveries.advance(desk.now());
            }
            desk.decide(!closing);
            if (settleWithheld()) {
                desk.decide(!closing);
            }
            send(desk.takeQuestions());
            desk.follow();
            if (!patient || writeDue || !desk.mayLinger()) {
                ports.calls().expect(desk.leaving());
                desk.write();
                writeDue = false;
                health.up();
                send(desk.takeChosen());
            }
            desk.forget();
            linger();
            wake(desk.nextWake());
            wake(planning.nextWake(desk.now()));
            wake(withheld.nextWake());
            wake(recoveries.nextWake(desk.now()));
        } catch (Journal.UnavailableException e) {
            LOG.warn("the journal cannot be written, nothing is sent: {}", e.getMessage());
            health.down(desk.now(), e);
            retry(JOURNAL_RETRY);
        } catch (Journal.EpochLostException e) {
            fenced = true;
            LOG.error("nothing is sent any more: {}", e.getMessage());
            ports.watch().epochLost(e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("a round of the dispatcher failed; the next one begins in a second", e);
            retry(AFTER_A_FAULT);
        } finally {
            publisher.publish(desk.takeNotices());
            desk.takeAlarms().forEach(a -> ports.watch().raised(a.alarm(), a.run(), a.step()));
            desk.takeHeld().forEach(h -> ports.watch().held(h.change(), h.hold(), h.run()));
        }
    }

    /** Sees to it that what is unwritten is written soon, whether or not more comes. */
    private void linger() {
        if (lingering || desk.written()) {
            return;
        }
        lingering = true;
        ports.scheduler()
                .after(
                        settings.linger(),
                        () ->
                                locked(
                                        () -> {
                                            lingering = false;
                                            writeDue = true;
                                        }));
    }

    /** One round later, however many rounds fail in the meantime. */
    private void retry(Duration pause) {
        if (!retrying) {
            retrying = true;
            ports.scheduler().after(pause, () -> locked(() -> retrying = false));
        }
    }

    private void send(List<Call> leaving) {
        for (Call call : leaving) {
            Optional<DriverCall> words = desk.words(call);
            if (words.isEmpty()) {
                ports.scheduler().after(Duration.ZERO, () -> end(call).ended(Calls.gone(call)));
            } else {
                try (RunLog log = RunLog.of(call.book().run())) {
                    ports.calls().run(words.get(), end(call));
                }
            }
            desk.sent(call);
        }
    }

    private CallRunner.End end(Call call) {
        return new CallRunner.End() {
            @Override
            public void ended(DriverResult result) {
                locked(
                        () -> {
                            heard(call, result);
                            desk.over(call);
                        });
            }

            @Override
            public void answered(DriverResult result) {
                locked(() -> heard(call, result));
            }

            @Override
            public void over() {
                locked(() -> desk.over(call));
            }
        };
    }

    /**
     * Makes a change that nobody waits for. Changes that come while a round is being written wait
     * for its end and then share the next one: the more comes at once, the fewer transactions.
     */
    private void heard(Call call, DriverResult result) {
        desk.answered(call, result);
        if (LateWatch.asked(call)) {
            ports.scheduler().after(Duration.ZERO, () -> locked(recoveries::lookSoon));
        }
    }

    private void locked(Runnable change) {
        changes.add(change);
        settle();
    }

    /** Whoever finds the lock free makes all changes that wait; each caller leaves none behind. */
    private void settle() {
        while (!changes.isEmpty() && lock.tryLock()) {
            try {
                for (Runnable next = changes.poll(); next != null; next = changes.poll()) {
                    make(next);
                }
                callOver.signalAll();
                pump(!closing);
            } finally {
                lock.unlock();
            }
        }
    }

    /** One that fails must not keep those behind it from being made. */
    private static void make(Runnable change) {
        try {
            change.run();
        } catch (RuntimeException e) {
            LOG.error("a change of the dispatcher failed; those behind it are made", e);
        }
    }

    private void round() {
        locked(() -> {});
    }

    /** At most one timer that matters is set; an older one that still fires does no harm. */
    private void wake(Optional<Instant> next) {
        Instant now = desk.now();
        if (wakeAt != null && !wakeAt.isAfter(now)) {
            wakeAt = null;
        }
        if (next.isEmpty() || wakeAt != null && !next.get().isBefore(wakeAt)) {
            return;
        }
        wakeAt = next.get();
        ports.scheduler().after(Duration.between(now, wakeAt), this::round);
    }
}

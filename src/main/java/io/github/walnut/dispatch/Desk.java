package io.github.walnut.dispatch;

import io.github.walnut.run.Alarm;
import io.github.walnut.run.Call;
import io.github.walnut.run.Contraries;
import io.github.walnut.run.DriverCall;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.Hold;
import io.github.walnut.run.HoldChange;
import io.github.walnut.run.Journal;
import io.github.walnut.run.LateWatch;
import io.github.walnut.run.Obligations;
import io.github.walnut.run.PowerBoard;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunBook;
import io.github.walnut.run.RunMachine;
import io.github.walnut.run.RunRefusedException;
import io.github.walnut.run.Shutdowns;
import io.github.walnut.run.Step;
import io.github.walnut.run.Turns;
import io.github.walnut.run.Verbs;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsNumbers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * One round: decide, choose who goes, write it down, and only then send. Its caller sees to it that
 * one thread at a time is here.
 */
final class Desk {

    /**
     * Changes of one run that one process tells of. The number of the latest one may not have
     * reached the journal before a crash, so each process goes on with a range of its own.
     */
    private static final long NUMBERS_OF_ONE_PROCESS = 1_000_000;

    private final Map<UUID, RunBook> books = new LinkedHashMap<>();
    private final List<Call> chosen = new ArrayList<>();
    private final List<Notice> heard = new ArrayList<>();
    private final List<Raised> raised = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();
    private final RunMachine machine;
    private final Clock clock;
    private final Journal journal;
    private final JournalWriter writer;
    private final Obligations obligations;
    private final Repeats repeats;
    private final PowerBoard power;
    private final HoldOfAll holdOfAll;
    private final Neighbours neighbours;
    private final Shutdowns shutdowns;
    private final Contraries contraries;
    private final LateWatch late;
    private final Set<UUID> letPass = new HashSet<>();
    private final Lanes lanes;
    private final Calls calls;
    private final Staggers staggers = new Staggers();
    private final Countdowns countdowns;
    private long resumed;
    private long stood;

    Desk(RunMachine machine, DispatchPorts ports, Settings settings) {
        this.machine = machine;
        this.clock = ports.clock();
        this.journal = ports.journal();
        this.writer = new JournalWriter(journal);
        this.obligations = ports.obligations();
        this.repeats = new Repeats(ports.journal(), machine, new Verbs(ports.inventory()));
        this.power = new PowerBoard(settings.returnConfirm(), clock.now());
        this.shutdowns = new Shutdowns(new Verbs(ports.inventory()));
        this.holdOfAll = new HoldOfAll(ports.holds(), power);
        this.neighbours =
                new Neighbours(books.values(), power, holdOfAll::now, ports.stillMet(), shutdowns);
        this.contraries = new Contraries(ports.inventory());
        this.late = new LateWatch(ports.inventory());
        this.lanes = new Lanes(settings);
        this.calls = new Calls(ports.inventory(), settings.callTimeout());
        this.resumed = clock.resumedMillis();
        this.stood = stoodMillis();
        this.countdowns = new Countdowns(book -> machine.countdowns(book, now()));
    }

    void add(RunBook book, boolean isNew) {
        books.put(book.run().id(), book);
        book.steps().stream().filter(step -> step.attempt() > 0).forEach(repeats::sent);
        book.steps().forEach(late::ordered);
        staggers.resumed(book);
        if (isNew) {
            power.of(book.run().upsId()).filter(UpsFacts::known).ifPresent(book::knows);
            machine.advance(book, now(), neighbours.of(book));
            writer.isNew(book);
        }
    }

    /** A run that was over when the program started; it may have orders whose effect is late. */
    void ended(RunBook book) {
        book.steps().forEach(late::ordered);
        books.put(book.run().id(), book);
    }

    /** A run that the journal held when the program started. */
    void resume(RunBook book) {
        machine.resume(book, now(), power);
        add(book, false);
    }

    /** True when runs have to be judged anew. */
    boolean heard(UpsFacts facts) {
        now();
        boolean news = power.put(facts);
        return news && (!books.isEmpty() || holdOfAll.now() != null)
                || books.values().stream().anyMatch(RunBook::awaitsPoll);
    }

    /** No change of the run that an earlier process told of has a higher number. */
    long numberedFrom(Run run) {
        return Math.max(run.runSeq(), journal.epoch() * NUMBERS_OF_ONE_PROCESS);
    }

    PowerBoard power() {
        return power;
    }

    HoldOfAll holdOfAll() {
        return holdOfAll;
    }

    Shutdowns shutdowns() {
        return shutdowns;
    }

    /** How many seconds the battery of the run's UPS lasts by its last report. */
    OptionalDouble runtime(Run run) {
        return power.of(run.upsId())
                .map(facts -> UpsNumbers.read(facts, "runtime_seconds"))
                .orElse(OptionalDouble.empty());
    }

    void goNow(RunBook book) {
        if (holdOfAll.now() != null) {
            throw new RunRefusedException(
                    RunRefusedException.Why.CONFLICT, "every run is held, this one with them");
        }
        machine.goNow(book, now());
    }

    Optional<RunBook> book(UUID runId) {
        return Optional.ofNullable(books.get(runId));
    }

    /** Those that are under way, or whose end the journal does not hold yet. */
    Collection<RunBook> books() {
        return books.values().stream().filter(book -> !over(book)).toList();
    }

    boolean idle() {
        return lanes.idle();
    }

    int callsInFlight() {
        return lanes.calls();
    }

    /**
     * Decides and chooses; what was chosen before and could not be written goes first. A run that
     * ends may let another one go on at the same moment, and nothing else would wake that one.
     */
    void decide(boolean mayChoose) {
        Instant now = now();
        advance(now);
        boolean again = mayChoose && chosen.isEmpty();
        Set<UUID> seen = new HashSet<>();
        while (again) {
            List<Call> due = due(now);
            due.forEach(call -> seen.add(call.step().id()));
            again = choose(due, now);
            advance(now);
            again |= due(now).stream().anyMatch(call -> !seen.contains(call.step().id()));
        }
        if (mayChoose && chosen.stream().noneMatch(LateWatch::asked)) {
            chooseLate(now);
        }
    }

    /**
     * Writes everything down.
     *
     * @throws Journal.UnavailableException when something is still unwritten; nothing is lost
     */
    void write() {
        try {
            writer.write(books.values(), heard);
        } finally {
            books.values().forEach(book -> raised(book).forEach(raised::add));
            books.values().forEach(book -> held(book).forEach(held::add));
        }
    }

    /** What is owed a start follows from how the steps fared. */
    void follow() {
        Instant now = now();
        books.values().forEach(book -> obligations.follow(book, now));
    }

    /** Runs that are over, written, and watched no more. */
    void forget() {
        books.values().removeIf(this::done);
    }

    /**
     * No order, no question and nobody waits for what is unwritten: it says how steps fared, and a
     * crash before it is written is like one before the answer.
     */
    boolean mayLinger() {
        return chosen.isEmpty() && heard.isEmpty() && writer.lacksStepsOnly(books.values());
    }

    /** The journal has all that happened. */
    boolean written() {
        return books.values().stream().allMatch(RunBook::inJournal);
    }

    /** Something about starts that are owed, beside what the books tell. */
    void tell(Notice notice) {
        heard.add(notice);
    }

    /** What became known by the last writes. */
    List<Notice> takeNotices() {
        heard.addAll(countdowns.news(books.values(), writer::holds));
        List<Notice> all = List.copyOf(heard);
        heard.clear();
        return all;
    }

    /** What somebody has to be told since the last call. */
    List<Raised> takeAlarms() {
        List<Raised> all = List.copyOf(raised);
        raised.clear();
        return all;
    }

    /** Something about a step that calls for attention. */
    record Raised(Alarm alarm, Run run, Step step) {}

    /** Something about a hold that calls for attention; of all runs when there is none. */
    record Held(HoldChange change, Hold hold, Run run) {}

    /** What became of holds since the last call. */
    List<Held> takeHeld() {
        List<Held> all = new ArrayList<>(held);
        holdOfAll.takeNews().forEach(n -> all.add(new Held(n.change(), n.hold(), null)));
        held.clear();
        return all;
    }

    /**
     * The questions about steps of which nothing is left to write: they change nothing, so they
     * leave while the orders beside them are being written down.
     */
    List<Call> takeQuestions() {
        List<Call> leaving =
                chosen.stream()
                        .filter(call -> !call.kind().writes())
                        .filter(call -> writer.holds(call.book(), call.step().id()))
                        .toList();
        chosen.removeAll(leaving);
        return leaving;
    }

    /** How many calls leave as soon as they are written down. */
    int leaving() {
        return chosen.size();
    }

    /** The calls that are written down, now about to leave. */
    List<Call> takeChosen() {
        Instant now = now();
        List<Call> leaving = new ArrayList<>();
        for (Call call : chosen) {
            if (call.kind().writes() && !now.isBefore(current(call).deadlineAt())) {
                machine.tooLate(call.book(), current(call), now);
                lanes.answered(call, false);
                lanes.over(call);
            } else {
                leaving.add(call);
            }
        }
        chosen.clear();
        return leaving;
    }

    Optional<DriverCall> words(Call call) {
        return calls.of(call, now());
    }

    void sent(Call call) {
        if (call.kind().writes()) {
            machine.sent(call.book(), call.step(), now());
            repeats.sent(current(call));
            late.ordered(current(call));
            staggers.sent(call, now());
        }
    }

    void answered(Call call, DriverResult result) {
        if (LateWatch.asked(call)) {
            late.answered(call, result, now());
        } else {
            machine.answered(call, result, now());
        }
        lanes.answered(call, machine.keepsTurn(call.book(), current(call)));
    }

    void over(Call call) {
        lanes.over(call);
    }

    Optional<Instant> nextWake() {
        Instant now = now();
        if (books.values().stream().anyMatch(Desk::goesOnAtOnce)) {
            return Optional.of(now);
        }
        return Stream.concat(
                        holdOfAll.nextWake(now).stream(),
                        books.values().stream().flatMap(book -> nextWake(book, now)))
                .min(Instant::compareTo);
    }

    /**
     * The time of a round. It comes after the end of every standstill that is known, and what was
     * open before has got the lost time back. What is opened at this time therefore lost nothing.
     */
    Instant now() {
        Instant now = clock.now();
        while (noticeStandstill(now)) {
            now = clock.now();
        }
        return now;
    }

    private boolean noticeStandstill(Instant now) {
        long last = clock.resumedMillis();
        if (last == resumed) {
            return false;
        }
        Duration lost = Duration.ofMillis(stoodMillis() - stood);
        resumed = last;
        stood += lost.toMillis();
        power.stoodStill(now.minusMillis(clock.monotonicMillis() - last));
        books.values().forEach(book -> machine.stoodStill(book, lost, now));
        return true;
    }

    private long stoodMillis() {
        return clock.monotonicMillis() - clock.runningMillis();
    }

    private void advance(Instant now) {
        holdOfAll.advance(now);
        lanes.sweep();
        books.values().forEach(book -> machine.advance(book, now, neighbours.of(book)));
        letPass.clear();
        letPass.addAll(contraries.settle(books.values(), power, now));
    }

    /** True when a step has changed without a call, so that more may be possible now. */
    private boolean choose(List<Call> due, Instant now) {
        boolean again = false;
        for (Call call : Turns.inOrder(due)) {
            if (!lanes.free(call) || letPass.contains(call.step().id())) {
                continue;
            }
            Optional<Instant> later = staggers.waits(call, now);
            if (later.isPresent()) {
                machine.later(call, later.get());
                continue;
            }
            if (asks(call) && !repeats.mayGo(call, books.values(), now)) {
                again |= RunBook.settled(current(call));
            } else if (machine.prepare(call, now)) {
                lanes.take(call);
                chosen.add(call);
            } else {
                again |= RunBook.settled(current(call));
            }
        }
        return again;
    }

    /** Last of all, so that it never takes the place of a reading that decides something. */
    private void chooseLate(Instant now) {
        for (RunBook book : books.values()) {
            for (Call call : late.due(book, now)) {
                if (lanes.free(call)) {
                    late.reads(call);
                    lanes.take(call);
                    chosen.add(call);
                }
            }
        }
    }

    private List<Call> due(Instant now) {
        return books.values().stream().flatMap(book -> machine.due(book, now).stream()).toList();
    }

    private Stream<Instant> nextWake(RunBook book, Instant now) {
        return Stream.concat(
                machine.nextWake(book, now).stream(), late.nextWake(book, now).stream());
    }

    private boolean done(RunBook book) {
        return over(book) && !late.watches(book, now());
    }

    private static boolean over(RunBook book) {
        return book.run().state().terminal() && book.inJournal();
    }

    private static Stream<Raised> raised(RunBook book) {
        return book.takeAlarms().stream().map(a -> new Raised(a.alarm(), book.run(), a.step()));
    }

    /** Its last step ended after the round had decided, or the journal had to be told first. */
    private static boolean goesOnAtOnce(RunBook book) {
        return !book.run().state().terminal() && (book.settled() || book.becomesHeld());
    }

    private static Stream<Held> held(RunBook book) {
        return book.takeHolds().stream().map(n -> new Held(n.change(), n.hold(), book.run()));
    }

    private static boolean asks(Call call) {
        return call.kind() == Call.Kind.PROBE || call.kind() == Call.Kind.DRY_RUN;
    }

    private static Step current(Call call) {
        return call.book().step(call.step().id());
    }
}

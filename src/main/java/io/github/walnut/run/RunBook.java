package io.github.walnut.run;

import io.github.walnut.ups.UpsFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A run with its steps as they stand now, and which of them have changed since the journal last saw
 * them. Not safe for several threads.
 */
public final class RunBook {

    private final Map<UUID, Step> steps = new LinkedHashMap<>();
    private final Map<UUID, Step> open = new LinkedHashMap<>();
    private final SortedMap<Integer, List<UUID>> stages = new TreeMap<>();
    private final Map<Integer, Duration> budgets = new HashMap<>();
    private final Map<UUID, Progress> progress = new HashMap<>();
    private final Map<Integer, Instant> opened = new HashMap<>();
    private final Map<UUID, Step> changed = new LinkedHashMap<>();
    private final Map<UUID, Obligation> owed = new LinkedHashMap<>();
    private final Map<String, Integer> awaited = new HashMap<>();
    private final List<Raised> alarms = new ArrayList<>();
    private final List<HeldNews> holds = new ArrayList<>();
    private final RunTerms terms;
    private Run run;
    private boolean runChanged;
    private boolean compressed;
    private Instant wakeAt;
    private FreshPoll freshPoll;
    private RunState written;
    private Instant silentSince;

    /** Something to tell about a step. */
    public record Raised(Alarm alarm, Step step) {}

    /** Something to tell about a hold of the run. */
    public record HeldNews(HoldChange change, Hold hold) {}

    public RunBook(Run run, List<Step> steps, RunTerms terms) {
        this.run = run;
        this.terms = terms;
        this.written = run.state();
        steps.stream().sorted(Comparator.comparingInt(Step::position)).forEach(this::add);
    }

    private void add(Step step) {
        stages.computeIfAbsent(step.stage(), stage -> new ArrayList<>()).add(step.id());
        put(step);
        budgets.remove(step.stage());
    }

    /** Steps that were not planned before. */
    void grow(List<Step> more) {
        more.forEach(this::add);
        more.forEach(step -> changed.put(step.id(), step));
    }

    /** Actions whose steps are not planned yet, with their stages. */
    void await(Map<String, Integer> actions) {
        awaited.clear();
        awaited.putAll(actions);
    }

    /** The steps of this action are still to be planned. */
    boolean awaits(String action) {
        return awaited.containsKey(action);
    }

    /** Steps of this stage, or of an earlier one, are still to be planned. */
    boolean awaitsUntil(int stage) {
        return awaited.values().stream().anyMatch(other -> other <= stage);
    }

    boolean awaitsAny() {
        return !awaited.isEmpty();
    }

    private Step put(Step step) {
        if (settled(step)) {
            open.remove(step.id());
        } else {
            open.put(step.id(), step);
        }
        return steps.put(step.id(), step);
    }

    public RunTerms terms() {
        return terms;
    }

    public Run run() {
        return run;
    }

    public Collection<Step> steps() {
        return steps.values();
    }

    public Step step(UUID id) {
        return steps.get(id);
    }

    /** No step of it will change any more. */
    public boolean settled() {
        return open.isEmpty() && awaited.isEmpty();
    }

    /** Nothing more will be done about this step. */
    public static boolean settled(Step step) {
        return step.state().terminal()
                || step.state() == StepState.UNKNOWN && step.endedAt() != null;
    }

    /** Something of it still waits that is not what walNUT itself runs on. */
    public boolean othersThanSelfLeft() {
        return awaitsAny() || open.values().stream().anyMatch(step -> !step.target().self());
    }

    /** The run itself differs from what the journal holds. */
    public boolean runChanged() {
        return runChanged;
    }

    /** The steps that differ from what the journal holds. */
    public List<Step> changedSteps() {
        return List.copyOf(changed.values());
    }

    /** The obligations that differ from what the journal holds because of this run. */
    public List<Obligation> changedObligations() {
        return List.copyOf(owed.values());
    }

    /** The journal holds everything. */
    public boolean inJournal() {
        return !runChanged && changed.isEmpty() && owed.isEmpty();
    }

    /** The step differs from what the journal holds. */
    public boolean changed(UUID step) {
        return changed.containsKey(step);
    }

    /** Gives the run the number of its latest published change. */
    public void numbered(long runSeq) {
        run = run.numbered(runSeq);
    }

    /** What changed stands in the journal. */
    public void written() {
        changed.clear();
        owed.clear();
        runChanged = false;
        written = run.state();
        compressed = false;
    }

    /** What is still to come was shortened. */
    void compressedNow() {
        compressed = true;
    }

    /** Its budgets were shortened since the journal last saw it. */
    public boolean compressed() {
        return compressed;
    }

    /** What was raised since the last call. */
    public List<Raised> takeAlarms() {
        List<Raised> all = List.copyOf(alarms);
        alarms.clear();
        return all;
    }

    /** What became of holds since the last call. */
    public List<HeldNews> takeHolds() {
        List<HeldNews> all = List.copyOf(holds);
        holds.clear();
        return all;
    }

    void told(HoldChange change, Hold hold) {
        holds.add(new HeldNews(change, hold));
    }

    /** Nothing new of it is sent, and the time of what waits does not pass. */
    public boolean standsStill() {
        return run.course().heldSince() != null;
    }

    /** It stands still, and the journal is still to be told so. */
    public boolean becomesHeld() {
        return standsStill() && run.state() == RunState.RUNNING;
    }

    /** As it stands in the journal. */
    RunState inJournalAs() {
        return written;
    }

    /** The steps that are not settled, in plan order. */
    List<Step> open() {
        return List.copyOf(open.values());
    }

    /** When the time of an open stage is spent. */
    Instant spentAt(int stage) {
        return opened.get(stage)
                .plus(budgets.computeIfAbsent(stage, any -> Budget.ofStage(inStage(stage))));
    }

    /** The stages in rising order. */
    List<Integer> stages() {
        return List.copyOf(stages.keySet());
    }

    List<Step> inStage(int stage) {
        return stages.get(stage).stream().map(steps::get).toList();
    }

    Progress progress(Step step) {
        return progress.getOrDefault(step.id(), Progress.NEW);
    }

    /** A later stage is open, so this one has ended. */
    boolean openedAfter(int stage) {
        return opened.keySet().stream().anyMatch(other -> other > stage);
    }

    Instant opened(int stage) {
        return opened.get(stage);
    }

    void open(int stage, Instant at) {
        opened.put(stage, at);
    }

    void shut(int stage) {
        opened.remove(stage);
    }

    /** Null when there is nothing to wait for any more. */
    void awaitPoll(FreshPoll next) {
        freshPoll = next;
    }

    FreshPoll freshPoll() {
        return freshPoll;
    }

    /** It waits for the first look after a standstill, and nothing that waits in it loses time. */
    boolean timeStands() {
        return freshPoll != null && freshPoll.timeStands();
    }

    /** Whether it depends on what the next poll of a UPS says. */
    public boolean awaitsPoll() {
        return freshPoll != null;
    }

    /** Something of it has to be judged at this moment, whatever else happens. */
    void wakeAt(Instant at) {
        if (wakeAt == null || at.isBefore(wakeAt)) {
            wakeAt = at;
        }
    }

    Optional<Instant> wakeAt() {
        return Optional.ofNullable(wakeAt);
    }

    void forgetWake() {
        wakeAt = null;
    }

    /** Since when it waits for news of its power after a restart of the program; null if not. */
    Instant silentSince() {
        return silentSince;
    }

    void silentSince(Instant at) {
        silentSince = at;
    }

    /** Notes what the UPS of a new run had told. */
    public void knows(UpsFacts facts) {
        change(run.course().knowing(PowerReading.of(facts)));
    }

    void change(Course next) {
        change(new RunDraft(run).course(next).done());
    }

    void change(Run next) {
        run = next;
        runChanged = true;
    }

    void change(Obligation next) {
        owed.put(next.id(), next);
    }

    void raise(Alarm alarm, Step step) {
        alarms.add(new Raised(alarm, step));
    }

    void change(Step next) {
        Step before = put(next);
        if (!next.equals(before)) {
            changed.put(next.id(), next);
        }
        if (before != null && !next.budget().equals(before.budget())) {
            budgets.remove(next.stage());
        }
    }

    void apply(Move move) {
        change(move.step());
        progress.put(move.step().id(), move.progress());
        if (move.alarm() != null) {
            raise(move.alarm(), move.step());
        }
    }
}

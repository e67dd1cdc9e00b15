package io.github.walnut.outages;

import static io.github.walnut.run.StepState.CONFIRMED;
import static io.github.walnut.run.StepState.INTENT;

import io.github.walnut.road.InjectedMatch;
import io.github.walnut.run.DriverCall;
import io.github.walnut.run.Journal;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunListener;
import io.github.walnut.run.RunState;
import io.github.walnut.run.Step;
import io.github.walnut.run.StepState;
import io.github.walnut.virtual.Laboratory;
import io.github.walnut.virtual.TransitionLaw;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** What must hold after every single step of a run, whatever the world does. */
final class Laws implements RunListener {

    private static final Set<StepState> FINAL =
            Set.of(CONFIRMED, StepState.FAILED, StepState.TIMED_OUT, StepState.SKIPPED);

    private final Laboratory laboratory;
    private final World world;
    private final TransitionLaw transitions = new TransitionLaw();
    private final Set<UUID> confirmed = new HashSet<>();
    private final Map<UUID, Map<Integer, Instant>> opened = new HashMap<>();
    private final Set<UUID> waiting = new HashSet<>();
    private final List<Trial.Unlocked> unlocked = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();

    Laws(Laboratory laboratory, World world) {
        this.laboratory = laboratory;
        this.world = world;
    }

    /** What was seen and must not be. */
    List<String> broken() {
        List<String> all = new ArrayList<>(broken);
        all.addAll(transitions.broken());
        return all;
    }

    void restarted() {
        transitions.restarted(laboratory.store());
    }

    @Override
    public void changed(String type, Run run, List<Step> changed) {
        transitions.changed(type, run, changed);
        lock(run);
        for (Step step : changed) {
            if (step.state() == CONFIRMED) {
                confirmed.add(step.id());
            }
            if (step.deadlineAt() != null && step.attempt() == 0) {
                Instant at = step.deadlineAt().minus(step.budget()).minus(step.delay());
                opened.computeIfAbsent(run.id(), id -> new HashMap<>())
                        .merge(step.stage(), at, (a, b) -> a.isBefore(b) ? a : b);
            }
        }
    }

    private void lock(Run run) {
        if (run.state() == RunState.ACCEPTED && "lock".equals(run.phase())) {
            waiting.add(run.id());
        } else if (waiting.remove(run.id())
                && run.state() == RunState.RUNNING
                && run.mode() == Run.Mode.LIVE) {
            unlocked.add(new Trial.Unlocked(laboratory.now(), run));
        }
    }

    List<Trial.Unlocked> unlocked() {
        return unlocked;
    }

    /** An order arrives at its target. */
    void ordered(DriverCall call) {
        String what = call.verb() + " " + call.host().id() + "/" + call.target().id();
        List<Journal.Entry> intents =
                laboratory.store().unfinished().stream()
                        .filter(entry -> intent(entry, call) != null)
                        .toList();
        check(intents.size() == 1, what + " left with " + intents.size() + " intents on disk");
        for (Journal.Entry entry : intents) {
            Step step = intent(entry, call);
            check(entry.run().mode() == Run.Mode.LIVE, what + " left in a dry run");
            check(!confirmed.contains(step.id()), what + " was repeated after its confirmation");
            stages(entry, step, what);
            self(entry, step, what);
        }
        check(laboratory.world().mostOrdersOnOneHost() <= 1, what + ": two orders on one host");
        check(laboratory.world().mostOrders() <= world.limit(), what + ": beyond the limit");
    }

    private static Step intent(Journal.Entry entry, DriverCall call) {
        return entry.steps().stream()
                .filter(step -> step.state() == INTENT && step.attempt() == call.attempt())
                .filter(step -> step.target().hostId().equals(call.host().id()))
                .filter(step -> step.target().id().equals(call.target().id()))
                .filter(step -> step.verb().equals(call.verb()))
                .findFirst()
                .orElse(null);
    }

    /** No order before each earlier stage is through or has used up its time. */
    private void stages(Journal.Entry entry, Step step, String what) {
        Map<Integer, Instant> begins = opened.getOrDefault(entry.run().id(), Map.of());
        for (Step earlier : entry.steps()) {
            if (earlier.stage() < step.stage() && !through(earlier)) {
                Instant begin = begins.get(earlier.stage());
                Instant spent =
                        begin == null ? Instant.MAX : begin.plus(time(entry, earlier.stage()));
                check(
                        !laboratory.now().isBefore(spent),
                        what + " left before stage " + earlier.stage() + " was through");
            }
        }
    }

    /** The longest time that a step of the stage may take. */
    private static Duration time(Journal.Entry entry, int stage) {
        return entry.steps().stream()
                .filter(step -> step.stage() == stage)
                .map(Laws::time)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private static Duration time(Step step) {
        long sent = step.attempts().stream().map(Step.Attempt::verb).distinct().count();
        long verbs = Math.max(1, sent) + step.escalate().size();
        return step.delay().plus(step.budget().multipliedBy(verbs));
    }

    private static boolean through(Step step) {
        return FINAL.contains(step.state())
                || step.state() == StepState.UNKNOWN && step.endedAt() != null;
    }

    /** What walNUT runs on is the last of everything in its outage. */
    private void self(Journal.Entry entry, Step step, String what) {
        if (!step.target().self()) {
            return;
        }
        Stream<Step> own = entry.steps().stream().filter(other -> other.stage() < step.stage());
        Stream<Step> others =
                laboratory.store().unfinished().stream()
                        .filter(other -> !other.run().id().equals(entry.run().id()))
                        .filter(other -> other.run().mode() == Run.Mode.LIVE)
                        .filter(other -> sameOutage(other.run(), entry.run()))
                        .flatMap(other -> other.steps().stream())
                        .filter(other -> !other.target().self());
        check(
                Stream.concat(own.filter(other -> sent(other)), others).allMatch(Laws::through),
                what + " left before everything else of the outage");
    }

    /** A stage may also be left behind when its time is spent. */
    private static boolean sent(Step step) {
        return step.state() == StepState.PLANNED || step.state() == INTENT;
    }

    private static boolean sameOutage(Run a, Run b) {
        return a.outageId() != null && a.outageId().equals(b.outageId());
    }

    /** What was made up about a UPS concerns that one, and sends nothing. */
    void injected(String unit, List<InjectedMatch> matches) {
        for (InjectedMatch match : matches) {
            String what = "what was made up about " + unit;
            String subject = match.decision().subject();
            check(unit.equals(subject), what + " was decided about " + subject);
            check(
                    match.request() == null || match.request().mode() == Run.Mode.DRY_RUN,
                    what + " acts for real");
        }
    }

    /** Nothing is left over. */
    void end() {
        for (Run run : laboratory.runs()) {
            check(run.state().terminal(), "run of " + run.policyName() + " is " + run.state());
        }
    }

    private void check(boolean good, String what) {
        if (!good) {
            broken.add(laboratory.now() + " " + what);
        }
    }
}

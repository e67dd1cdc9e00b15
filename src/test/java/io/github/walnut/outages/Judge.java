package io.github.walnut.outages;

import io.github.walnut.outages.Trial.Heard;
import io.github.walnut.outages.Trial.Life;
import io.github.walnut.outages.Trial.Order;
import io.github.walnut.outages.Trial.Unlocked;
import io.github.walnut.outages.World.Act;
import io.github.walnut.outages.World.Guest;
import io.github.walnut.outages.World.HostState;
import io.github.walnut.outages.World.Machine;
import io.github.walnut.outages.World.Rule;
import io.github.walnut.outages.World.Temper;
import io.github.walnut.policy.Policy.Action.OnPowerReturn;
import io.github.walnut.virtual.VirtualWorld.Deed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Says of a case that is over which shutdowns had to happen, which were allowed, and in which
 * order. It knows the world, what the UPSs answered and what arrived at the targets, and nothing of
 * how walNUT came to it. Where it depends on luck whether something happens, it says nothing.
 */
final class Judge {

    /** From the moment at which something has to be noticed until it is: a tick, and a little. */
    private static final Duration NOTICE = Duration.ofMillis(2500);

    /** Longer than any death without a standstill, and than the shortest budget of a step. */
    private static final Duration BUDGET_GONE = Duration.ofSeconds(20);

    private static final int LAST = 1_000;

    private static final Duration RETURN = Duration.ofSeconds(10);

    /**
     * What was wrong, in one line each.
     *
     * @param demanded shutdowns that had to happen
     */
    record Verdict(
            List<String> missed,
            List<String> uncalledFor,
            List<String> disorder,
            List<String> laws,
            int demanded) {

        boolean good() {
            return Stream.of(missed, uncalledFor, disorder, laws).allMatch(List::isEmpty);
        }

        /** The first of each kind. */
        String kinds() {
            return (missed.isEmpty() ? "" : "missed ")
                    + (uncalledFor.isEmpty() ? "" : "uncalled-for ")
                    + (disorder.isEmpty() ? "" : "disorder ")
                    + (laws.isEmpty() ? "" : "law");
        }

        List<String> lines() {
            List<String> lines = new ArrayList<>();
            missed.forEach(line -> lines.add("missed: " + line));
            uncalledFor.forEach(line -> lines.add("uncalled for: " + line));
            disorder.forEach(line -> lines.add("out of order: " + line));
            laws.forEach(line -> lines.add("law: " + line));
            return lines;
        }
    }

    /**
     * A policy had reason to act.
     *
     * @param units whose power it is about
     */
    private record Reason(Rule rule, List<String> units, Span met) {}

    private final Trial trial;
    private final World world;
    private final Map<String, Truth> truths = new HashMap<>();
    private final List<Reason> certain = new ArrayList<>();
    private final List<Reason> possible = new ArrayList<>();
    private final List<String> missed = new ArrayList<>();
    private final List<String> uncalledFor = new ArrayList<>();
    private final List<String> disorder = new ArrayList<>();
    private final Duration stood;
    private int demanded;

    private Judge(Trial trial) {
        this.trial = trial;
        this.world = trial.world();
        this.stood =
                Gap.between(trial.lives()).stream()
                        .map(Gap::length)
                        .reduce(Duration.ZERO, Duration::plus);
    }

    static Verdict judge(Trial trial) {
        return new Judge(trial).verdict();
    }

    private Verdict verdict() {
        List<Deed> deeds = trial.laboratory().world().deeds();
        for (Machine machine : world.machines()) {
            for (Guest guest : machine.guests()) {
                String path = guest.path(machine);
                truths.put(path, new Truth(guest, path, deeds, trial.starts()));
            }
        }
        for (Rule rule : world.rules()) {
            if (rule.armed()) {
                certain.addAll(reasons(rule, true));
                possible.addAll(reasons(rule, false));
            }
        }
        certain.forEach(this::demand);
        trial.orders().forEach(this::permit);
        trial.unlocked().forEach(this::permit);
        return new Verdict(missed, uncalledFor, disorder, trial.broken(), demanded);
    }

    private List<Reason> reasons(Rule rule, boolean sure) {
        List<List<Span>> each = rule.units().stream().map(unit -> met(rule, unit, sure)).toList();
        List<Reason> reasons = new ArrayList<>();
        if (rule.atLeast() > 1) {
            Span.atLeast(rule.atLeast(), each)
                    .forEach(span -> reasons.add(new Reason(rule, rule.units(), span)));
        } else {
            for (int i = 0; i < each.size(); i++) {
                List<String> unit = List.of(rule.units().get(i));
                each.get(i).forEach(span -> reasons.add(new Reason(rule, unit, span)));
            }
        }
        return reasons;
    }

    private List<Span> met(Rule rule, String unit, boolean sure) {
        Signs signs = new Signs(trial.polls(unit), trial.lives(), sure);
        List<Span> met = Span.after(signs.of(rule.sign()), rule.hold());
        return sure ? met : Gap.observed(met, trial.polls(unit), trial.lives());
    }

    // What had to happen.

    private void demand(Reason reason) {
        Instant match = noticed(reason);
        if (match == null || heldBack(reason, match) || goneBeforeTheLock(reason, match)) {
            return;
        }
        for (Act act : reason.rule().acts()) {
            Machine machine = machine(act.machine());
            for (Guest guest : machine.guests()) {
                if (guest.type().equals(act.type()) && due(reason, match, act, machine, guest)) {
                    demand(reason, match, act, guest.path(machine));
                }
            }
        }
    }

    private void demand(Reason reason, Instant match, Act act, String path) {
        if (awayTooLong(reason, match)) {
            return;
        }
        demanded++;
        Truth truth = truths.get(path);
        Instant latest = match.plus(patience(reason.rule()));
        Instant from = reason.met().from();
        boolean stopped =
                truth.stoppedAt(from)
                        || truth.nextStop(from).filter(at -> !at.isAfter(latest)).isPresent();
        if (!stopped) {
            missed.add(path + " by " + say(reason.rule()) + ", met at " + say(match));
            return;
        }
        if (!truth.stoppedAt(from)) {
            Instant stop = truth.nextStop(from).orElseThrow();
            Instant earliest = opens(reason, from, stage(act)).plus(act.delay());
            boolean tells = onlyOne(reason, match, path) && !tight(reason.rule(), match);
            if (tells && stop.isBefore(earliest)) {
                disorder.add(
                        path
                                + " at "
                                + say(stop)
                                + ", stage "
                                + act.stage()
                                + " of "
                                + say(reason.rule())
                                + " not before "
                                + say(earliest));
            }
        }
    }

    /**
     * A process that was killed in a standstill was away for so long that the budget of a step may
     * be over: budgets go on by the clock while walNUT is dead.
     */
    private boolean awayTooLong(Reason reason, Instant match) {
        return Gap.between(trial.lives()).stream()
                .filter(gap -> !gap.woke() && gap.length().compareTo(BUDGET_GONE) > 0)
                .anyMatch(
                        gap ->
                                gap.to().isAfter(match)
                                        && gap.from()
                                                .isBefore(match.plus(patience(reason.rule()))));
    }

    /** While another rule has the lock the reason may end; the run then ends too. */
    private boolean goneBeforeTheLock(Reason reason, Instant match) {
        Rule rule = reason.rule();
        return rule.lock() != null
                && reason.met().to().isBefore(match.plus(patience(rule)))
                && possible.stream()
                        .filter(other -> other.rule() != rule)
                        .filter(other -> rule.lock().equals(other.rule().lock()))
                        .anyMatch(other -> other.met().from().isBefore(reason.met().to()));
    }

    /** When the match must have been made; null when that depends on luck. */
    private Instant noticed(Reason reason) {
        Instant at = reason.met().from();
        for (Life life : trial.lives()) {
            if (life.to().isBefore(at.plus(NOTICE))) {
                continue;
            }
            Instant ready = life.from().equals(trial.begin()) ? life.from() : fresh(reason, life);
            Instant match = ready.isAfter(at) ? ready : at;
            boolean lasts = new Span(match, reason.met().to()).longerThan(NOTICE);
            boolean lives = match.plus(NOTICE).isBefore(life.to());
            if (!lasts || lives) {
                return lasts ? match : null;
            }
        }
        return null;
    }

    /** The first answers of all units in this life. */
    private Instant fresh(Reason reason, Life life) {
        return reason.units().stream()
                .map(
                        unit ->
                                trial.polls(unit).stream()
                                        .filter(Heard::full)
                                        .map(Heard::at)
                                        .filter(at -> !at.isBefore(life.from()))
                                        .findFirst()
                                        .orElse(Instant.MAX.minusSeconds(3600)))
                .max(Instant::compareTo)
                .orElseThrow();
    }

    /** An earlier run of the same policy may still be there, or its window. */
    private boolean heldBack(Reason reason, Instant match) {
        Rule rule = reason.rule();
        Duration long1 = patience(rule);
        Duration back =
                long1.compareTo(rule.suppression()) > 0 ? long1 : rule.suppression().plus(NOTICE);
        return possible.stream()
                .filter(other -> other.rule() == rule && other.units().equals(reason.units()))
                .filter(other -> other.met().from().isBefore(reason.met().from()))
                .anyMatch(
                        other ->
                                other.met().to().equals(Instant.MAX)
                                        || other.met().to().plus(back).isAfter(match));
    }

    /** Nothing but walNUT itself can keep this target from being stopped. */
    private boolean due(Reason reason, Instant match, Act act, Machine machine, Guest guest) {
        Instant latest = match.plus(patience(reason.rule()));
        return guest.temper() == Temper.GOOD
                && healthy(machine.id(), match, latest)
                && patient(machine, tight(reason.rule(), match))
                && !(act.onPowerReturn() == OnPowerReturn.HOLD && mainsSeen(reason, match, latest))
                && reason.rule().acts().stream()
                        .filter(other -> stage(other) < stage(act) && !other.continueOnError())
                        .allMatch(other -> sound(reason.rule(), other, match, latest));
    }

    private boolean sound(Rule rule, Act act, Instant from, Instant to) {
        return healthy(act.machine(), from, to)
                && !tight(rule, from)
                && trial.starts().stream().noneMatch(start -> new Span(from, to).holds(start.at()))
                && machine(act.machine()).guests().stream()
                        .allMatch(guest -> guest.temper() == Temper.GOOD);
    }

    /** Whoever never answers holds up its host; once in a plan is within every whole budget. */
    private boolean patient(Machine machine, boolean tight) {
        boolean stuck = machine.guests().stream().anyMatch(guest -> guest.temper() == Temper.HANGS);
        long asked =
                world.rules().stream()
                        .flatMap(rule -> rule.acts().stream())
                        .filter(act -> act.machine().equals(machine.id()))
                        .filter(act -> act.type().equals("vm"))
                        .count();
        return (!stuck || asked <= 1 && !tight) && !crowded();
    }

    /** So few orders may be under way that a slow one keeps others waiting beyond their time. */
    private boolean crowded() {
        return world.limit() < 4
                && (world.script().stream().anyMatch(HostState.class::isInstance)
                        || world.machines().stream()
                                .flatMap(machine -> machine.guests().stream())
                                .anyMatch(guest -> guest.temper() == Temper.HANGS));
    }

    private boolean healthy(String machine, Instant from, Instant to) {
        Instant bad = null;
        for (World.Happening happening : world.script()) {
            if (!(happening instanceof HostState host) || !host.machine().equals(machine)) {
                continue;
            }
            Instant at = trial.begin().plus(host.at());
            if (host.fault() != null) {
                bad = at;
            } else if (bad != null && new Span(bad, at.plus(NOTICE)).meets(from, to)) {
                return false;
            }
        }
        return true;
    }

    private boolean mainsSeen(Reason reason, Instant from, Instant to) {
        return reason.units().stream()
                .flatMap(unit -> trial.polls(unit).stream())
                .filter(heard -> heard.flags() != null && heard.flags().contains("OL"))
                .anyMatch(heard -> heard.at().isAfter(from) && heard.at().isBefore(to));
    }

    // In which order.

    /** When a stage may open at the earliest. */
    private Instant opens(Reason reason, Instant match, int stage) {
        Instant open = match;
        List<Integer> stages =
                reason.rule().acts().stream().map(this::stage).distinct().sorted().toList();
        for (int number : stages.stream().filter(earlier -> earlier < stage).toList()) {
            Instant begin = open;
            List<Act> acts =
                    reason.rule().acts().stream().filter(act -> stage(act) == number).toList();
            Instant spent =
                    acts.stream()
                            .filter(act -> !machine(act.machine()).guests().isEmpty())
                            .map(act -> begin.plus(time(act)))
                            .max(Instant::compareTo)
                            .orElse(begin);
            Instant through =
                    acts.stream()
                            .flatMap(act -> through(reason, act, begin))
                            .max(Instant::compareTo)
                            .orElse(begin);
            Instant next = through.isBefore(spent) ? through : spent;
            open = next.isAfter(open) ? next : open;
        }
        return open;
    }

    /** The battery may not last as long as the plan, so that the plan has to be shortened. */
    private boolean tight(Rule rule, Instant at) {
        return rule.units().stream().anyMatch(unit -> left(unit, at).compareTo(patience(rule)) < 0);
    }

    /** What the battery of a UPS holds out yet, as if nothing had charged it again. */
    private Duration left(String id, Instant at) {
        Duration whole =
                world.units().stream()
                        .filter(unit -> unit.id().equals(id))
                        .map(World.Unit::runtime)
                        .findFirst()
                        .orElseThrow();
        return trial.polls(id).stream()
                .filter(heard -> heard.flags() != null && heard.flags().contains("OB"))
                .map(heard -> Duration.between(heard.at(), at))
                .findFirst()
                .map(whole::minus)
                .orElse(whole);
    }

    /** What walNUT runs on comes last. */
    private int stage(Act act) {
        boolean self = machine(act.machine()).self() && act.type().equals("host");
        return self ? LAST : act.stage();
    }

    /** When each target of an action is through at the earliest. */
    private Stream<Instant> through(Reason reason, Act act, Instant open) {
        Machine machine = machine(act.machine());
        if (act.onPowerReturn() == OnPowerReturn.HOLD) {
            return Stream.of(open);
        }
        return machine.guests().stream()
                .filter(guest -> guest.type().equals(act.type()))
                .map(guest -> through(act, machine, guest, open));
    }

    private Instant through(Act act, Machine machine, Guest guest, Instant open) {
        Instant spent = open.plus(time(act));
        boolean well = healthy(machine.id(), open, spent);
        return switch (guest.temper()) {
            case GOOD -> well ? truths.get(guest.path(machine)).downFrom(open).orElse(spent) : open;
            default -> open;
        };
    }

    /** No other reason touches the same target meanwhile, so its order tells about this one. */
    private boolean onlyOne(Reason reason, Instant match, String path) {
        Instant latest = match.plus(patience(reason.rule()));
        return possible.stream()
                .filter(other -> other.rule() != reason.rule() || !same(other, reason))
                .filter(other -> other.met().from().isBefore(latest))
                .noneMatch(
                        other -> other.rule().acts().stream().anyMatch(act -> selects(act, path)));
    }

    private static boolean same(Reason a, Reason b) {
        return a.rule() == b.rule()
                && a.units().equals(b.units())
                && a.met().meets(b.met().from(), b.met().to());
    }

    // What was allowed.

    private void permit(Order order) {
        boolean allowed =
                possible.stream()
                        .filter(
                                reason ->
                                        reason.rule().acts().stream()
                                                .anyMatch(act -> allows(act, order)))
                        .anyMatch(reason -> covers(reason, order));
        if (!allowed) {
            uncalledFor.add(order.verb() + " " + order.path() + " at " + say(order.at()));
        }
    }

    /** A run that waited for its lock may begin only while its reason is still there. */
    private void permit(Unlocked begun) {
        boolean allowed =
                possible.stream()
                        .filter(reason -> say(reason.rule()).equals(begun.run().policyName()))
                        .map(Reason::met)
                        .anyMatch(
                                met ->
                                        met.meets(
                                                begun.at().minus(NOTICE),
                                                begun.at().plusMillis(1)));
        if (!allowed) {
            uncalledFor.add(
                    "the run of " + begun.run().policyName() + " goes on at " + say(begun.at()));
        }
    }

    private boolean allows(Act act, Order order) {
        return selects(act, order.path())
                && (order.verb().equals(Installation.verb(act.type()))
                        || act.escalate().contains(order.verb()));
    }

    private boolean covers(Reason reason, Order order) {
        Span met = reason.met();
        Instant last =
                met.to().equals(Instant.MAX) ? met.to() : met.to().plus(patience(reason.rule()));
        if (order.at().isBefore(met.from()) || order.at().isAfter(last)) {
            return false;
        }
        boolean hold =
                reason.rule().acts().stream()
                        .filter(act -> allows(act, order))
                        .allMatch(act -> act.onPowerReturn() == OnPowerReturn.HOLD);
        return !hold
                || !returned(reason, order.at())
                || committed(reason, order)
                || repeats(order, reason);
    }

    /** Mains have been there for so long that nothing new may be sent. */
    private boolean returned(Reason reason, Instant at) {
        return reason.rule().atLeast() == 1
                && reason.units().stream().allMatch(unit -> onMainsFor(unit, at));
    }

    private boolean onMainsFor(String unit, Instant at) {
        Instant since = null;
        for (Heard heard : trial.polls(unit)) {
            if (heard.flags() != null && !heard.at().isAfter(at)) {
                boolean mains = heard.flags().contains("OL");
                since = mains ? since == null ? heard.at() : since : null;
            }
        }
        return since != null && since.plus(RETURN).plus(NOTICE).isBefore(at);
    }

    /** What walNUT runs on has been told to stop, so there is no way back. */
    private boolean committed(Reason reason, Order order) {
        return trial.orders().stream()
                .filter(other -> other.at().isBefore(order.at()))
                .filter(other -> !other.at().isBefore(reason.met().from()))
                .filter(other -> ofSelf(other.path()))
                .anyMatch(
                        other ->
                                reason.rule().acts().stream()
                                        .anyMatch(act -> selects(act, other.path())));
    }

    private boolean ofSelf(String path) {
        return world.machines().stream()
                .anyMatch(machine -> machine.self() && path.startsWith(machine.id() + "/host:"));
    }

    private boolean repeats(Order order, Reason reason) {
        Instant from = order.at().minus(patience(reason.rule()));
        return trial.orders().stream()
                .filter(other -> other.path().equals(order.path()))
                .anyMatch(other -> other.at().isBefore(order.at()) && other.at().isAfter(from));
    }

    // Words and times.

    private boolean selects(Act act, String path) {
        return path.startsWith(act.machine() + "/" + act.type() + ":");
    }

    private Machine machine(String id) {
        return world.machines().stream()
                .filter(machine -> machine.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Duration time(Act act) {
        return act.delay().plus(act.timeout().multipliedBy(1L + act.escalate().size()));
    }

    /** How long a run of the policy may take, and what it may have to wait for. */
    private Duration patience(Rule rule) {
        boolean waits =
                rule.lock() != null
                        || rule.acts().stream().anyMatch(act -> machine(act.machine()).self());
        Duration all = waits ? Duration.ZERO : length(rule);
        if (waits) {
            for (Rule other : world.rules()) {
                all = all.plus(length(other));
            }
        }
        return all.plusSeconds(60).plus(stood);
    }

    private static Duration length(Rule rule) {
        Duration all = Duration.ofSeconds(15);
        List<Integer> stages = rule.acts().stream().map(Act::stage).distinct().toList();
        for (int stage : stages) {
            all =
                    all.plus(
                            rule.acts().stream()
                                    .filter(act -> act.stage() == stage)
                                    .map(Judge::time)
                                    .max(Duration::compareTo)
                                    .orElseThrow());
        }
        return all;
    }

    private String say(Instant at) {
        return Duration.between(trial.begin(), at).toMillis() / 1000.0 + " s";
    }

    private static String say(Rule rule) {
        return "rule " + rule.number();
    }
}

package io.github.walnut.outages;

import io.github.walnut.outages.Trial.Heard;
import io.github.walnut.outages.Trial.Order;
import io.github.walnut.outages.World.Act;
import io.github.walnut.outages.World.Guest;
import io.github.walnut.outages.World.Happening;
import io.github.walnut.outages.World.Machine;
import io.github.walnut.outages.World.Rule;
import io.github.walnut.run.Run;
import io.github.walnut.run.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Tells a case that is over, so that a person can follow it: what there was, then what happened.
 */
final class Story {

    private record Line(Instant at, int rank, String text) {}

    private final Trial trial;
    private final List<Line> lines = new ArrayList<>();

    private Story(Trial trial) {
        this.trial = trial;
    }

    static String of(Trial trial, Judge.Verdict verdict) {
        return new Story(trial).tell(verdict);
    }

    private String tell(Judge.Verdict verdict) {
        StringBuilder text = new StringBuilder();
        verdict.lines().forEach(line -> text.append("  ").append(line).append('\n'));
        text.append("There are\n");
        World world = trial.world();
        world.units().forEach(unit -> line(text, unit.id() + ", good for " + say(unit.runtime())));
        world.machines().forEach(machine -> line(text, machine(machine)));
        world.rules().forEach(rule -> line(text, rule(rule)));
        line(text, world.limit() + " orders at once, each call takes " + say(world.latency()));
        text.append("Then\n");
        happenings();
        lines.stream()
                .sorted(Comparator.comparing(Line::at).thenComparing(Line::rank))
                .forEach(line -> text.append(told(line)));
        return text.toString();
    }

    private static void line(StringBuilder text, String what) {
        text.append("  ").append(what).append('\n');
    }

    private static String machine(Machine machine) {
        List<String> guests =
                machine.guests().stream().map(guest -> guest(machine, guest)).toList();
        return machine.id() + (machine.self() ? " (walNUT runs here)" : "") + ": " + guests;
    }

    private static String guest(Machine machine, Guest guest) {
        return guest.path(machine)
                + (guest.running() ? "" : " is off already,")
                + " takes "
                + say(guest.takes())
                + (guest.temper() == World.Temper.GOOD ? "" : " " + word(guest.temper()));
    }

    private static String rule(Rule rule) {
        return "rule "
                + rule.number()
                + (rule.armed() ? "" : " (not armed)")
                + ", priority "
                + rule.priority()
                + ": "
                + word(rule.sign())
                + (rule.atLeast() > 1 ? " on " + rule.atLeast() + " of " : " on ")
                + rule.units()
                + (rule.hold().isZero() ? "" : " for " + say(rule.hold()))
                + (rule.suppression().isZero() ? "" : ", quiet for " + say(rule.suppression()))
                + (rule.lock() == null ? "" : ", lock " + rule.lock())
                + " -> "
                + rule.acts().stream().map(Story::act).toList();
    }

    private static String act(Act act) {
        return "stage "
                + act.stage()
                + ": "
                + Installation.verb(act.type())
                + " every "
                + act.type()
                + " of "
                + act.machine()
                + " within "
                + say(act.timeout())
                + (act.delay().isZero() ? "" : " after " + say(act.delay()))
                + (act.escalate().isEmpty() ? "" : " then " + act.escalate())
                + (act.continueOnError() ? "" : " or nothing more")
                + " "
                + word(act.onPowerReturn());
    }

    static boolean about(Happening happening, String unit) {
        return happening instanceof World.MainsFail fail && fail.unit().equals(unit)
                || happening instanceof World.MainsReturn back && back.unit().equals(unit)
                || happening instanceof World.MadeUp event && event.unit().equals(unit)
                || happening instanceof World.BatteryTest test && test.unit().equals(unit)
                || happening instanceof World.Contact contact && contact.unit().equals(unit);
    }

    private void happenings() {
        for (Happening happening : trial.world().script()) {
            add(trial.begin().plus(happening.at()), 0, "* " + happening);
        }
        trial.world().units().forEach(unit -> heard(unit.id()));
        trial.lives().forEach(life -> add(life.from(), 1, "walNUT runs, until " + at(life.to())));
        for (Order order : trial.orders()) {
            add(order.at(), 4, "   " + order.verb() + " arrives at " + order.path());
        }
        for (Run run : trial.runs()) {
            add(run.createdAt(), 2, run(run) + " begins");
            if (run.endedAt() != null) {
                add(run.endedAt(), 5, run(run) + " ends: " + run.result());
            }
            trial.steps(run).forEach(step -> add(run, step));
        }
    }

    private void heard(String unit) {
        Set<String> before = Set.of();
        boolean silent = false;
        for (Heard heard : trial.polls(unit)) {
            if (heard.flags() == null && !silent) {
                add(heard.at(), 1, unit + " does not answer");
            } else if (heard.flags() != null && (silent || !heard.flags().equals(before))) {
                add(heard.at(), 1, unit + " says " + heard.flags());
            }
            silent = heard.flags() == null;
            before = silent ? before : heard.flags();
        }
    }

    private void add(Run run, Step step) {
        String name = run(run) + " " + step.target().hostId() + "/" + step.target().id();
        if (step.endedAt() != null) {
            String reason = step.reason() == null ? "" : " (" + step.reason() + ")";
            add(step.endedAt(), 3, "   " + name + " " + word(step.state()) + reason);
        }
    }

    private static String run(Run run) {
        return "run of " + run.policyName() + (run.mode() == Run.Mode.LIVE ? "" : " (dry)");
    }

    private void add(Instant at, int rank, String text) {
        lines.add(new Line(at, rank, text));
    }

    private String told(Line line) {
        return String.format(Locale.ROOT, "%10s  %s%n", at(line.at()), line.text());
    }

    private String at(Instant at) {
        return say(Duration.between(trial.begin(), at));
    }

    private static String say(Duration time) {
        return time.toMillis() / 1000.0 + " s";
    }

    private static String word(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}

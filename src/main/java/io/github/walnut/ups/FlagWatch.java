package io.github.walnut.ups;

import static io.github.walnut.ups.UpsState.DISCHRG;
import static io.github.walnut.ups.UpsState.OL;

import io.github.walnut.ups.UpsFacts.Holding;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Flags that follow the plain pattern: enter, hold, leave, each after some patience. */
final class FlagWatch {

    void look(Step step) {
        FlagRule.ALL.forEach(rule -> follow(step, rule));
        keepExcuse(step);
        if (step.polled() && !step.first()) {
            unknownTokens(step);
        }
    }

    /** Follows one flag; tells whether an entering was reported. */
    static boolean follow(Step step, FlagRule rule) {
        boolean is = step.reports(rule.state());
        boolean held = step.has(rule.state());
        if (is && !held && step.first() && !rule.initial()) {
            step.enter(rule.state(), step.now, excused(step, rule.state()), Step.REPORTED);
            return false;
        }
        return step.settled(
                        rule.state().name(),
                        is,
                        held,
                        is ? rule.enterAfter(step.config) : rule.leaveAfter())
                .map(since -> turn(step, rule, is, since))
                .orElse(false);
    }

    private static boolean turn(Step step, FlagRule rule, boolean entered, Instant since) {
        UpsState state = rule.state();
        if (!entered) {
            Holding left = step.states.remove(state);
            if (rule.left() != null) {
                tell(step, rule, rule.left(), false, left, since);
            }
            return false;
        }
        Holding held = step.enter(state, since, excused(step, state), Step.REPORTED);
        if (state != DISCHRG || step.has(OL) && !held.excused()) {
            tell(step, rule, rule.entered(), true, held, since);
        }
        return true;
    }

    private static void tell(
            Step step,
            FlagRule rule,
            EventName name,
            boolean entered,
            Holding holding,
            Instant since) {
        step.raise(
                Draft.state(
                                rule.rank(),
                                rule.state(),
                                name,
                                name.severities().get(0),
                                entered,
                                holding)
                        .since(since));
    }

    private static boolean excused(Step step, UpsState state) {
        return state == DISCHRG && step.excusing && !step.holds(UpsState.OB);
    }

    /** A discharge that outlives its test is no longer explained by it. */
    private static void keepExcuse(Step step) {
        Holding held = step.states.get(DISCHRG);
        if (held != null && held.excused() && !excused(step, DISCHRG)) {
            step.enter(DISCHRG, step.now, false, Step.REPORTED);
        }
    }

    private static void unknownTokens(Step step) {
        Set<String> all = new TreeSet<>(step.flagsBefore());
        all.addAll(step.flagsNow());
        all.removeIf(FlagWatch::known);
        for (String token : all) {
            boolean entered = step.flagsNow().contains(token);
            if (entered == step.flagsBefore().contains(token)) {
                continue;
            }
            long epoch = entered ? step.nextEpoch("token:" + token) : step.epoch("token:" + token);
            Draft draft =
                    Draft.token(
                            Draft.Rank.FLAG,
                            token.toLowerCase(Locale.ROOT),
                            token,
                            EventName.STATUS_OTHER,
                            Severity.INFO,
                            entered,
                            new Draft.Begin(step.now, false, epoch));
            draft.edgeDetail = token + (entered ? "+" : "-");
            step.raise(draft);
        }
    }

    private static boolean known(String token) {
        return Arrays.stream(UpsState.values()).anyMatch(s -> token.equals(s.flag()));
    }
}

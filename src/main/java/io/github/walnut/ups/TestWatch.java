package io.github.walnut.ups;

import static io.github.walnut.ups.Draft.Rank.TEST;

import io.github.walnut.ups.UpsFacts.Holding;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Battery tests and calibrations: while they last they explain OB, LB and DISCHRG, unless the input
 * shows that mains are really gone.
 */
final class TestWatch {

    private static final String RESULT = "ups.test.result";
    private static final List<String> BAD_RESULTS =
            List.of("fail", "error", "bad", "replace", "warning");

    /** A test that the device began by itself takes no longer than a plain one of walNUT. */
    private static final Duration LONGEST_TOLD = Duration.ofSeconds(120);

    private static final double LOW_SHARE_OF_NOMINAL = 0.7;
    private static final double LOW_VOLTS = 50;

    private final UpsProfiles profiles;

    TestWatch(UpsProfiles profiles) {
        this.profiles = profiles;
    }

    void look(Step step) {
        boolean inProgress = profiles.testInProgress(step.latest().variables());
        boolean told = followToldTest(step, inProgress);
        followOwnTest(step, inProgress);
        boolean own = step.memory.ownTestUntil != null;
        boolean flagged = step.reports(UpsState.TEST);
        step.excusing = own || told || flagged || step.reports(UpsState.CAL);
        testState(step, own || flagged || inProgress, flagged);
        watchInput(step);
    }

    /**
     * A test that the device tells of explains the battery for as long as such a test may take;
     * whoever tells of it for ever is not believed for ever. During a test of walNUT it is that
     * one.
     */
    private static boolean followToldTest(Step step, boolean inProgress) {
        Scratch memory = step.memory;
        if (!inProgress) {
            memory.toldTestUntil = null;
            return false;
        }
        if (memory.toldTestUntil == null) {
            memory.toldTestUntil =
                    memory.ownTestUntil != null ? memory.ownTestUntil : step.now.plus(LONGEST_TOLD);
        }
        return !step.reached(memory.toldTestUntil);
    }

    private static void followOwnTest(Step step, boolean running) {
        Scratch memory = step.memory;
        if (memory.ownTestUntil == null) {
            return;
        }
        String result = result(step);
        boolean ended =
                result != null
                        && !running
                        && (memory.ownTestSeen || !result.equals(memory.ownTestBefore));
        memory.ownTestSeen |= running;
        if (ended || step.reached(memory.ownTestUntil)) {
            memory.ownTestUntil = null;
            memory.ownTestSeen = false;
            memory.ownTestBefore = null;
        }
    }

    private static void testState(Step step, boolean testing, boolean flagged) {
        Holding held = step.states.get(UpsState.TEST);
        if (testing && held == null) {
            Holding begun =
                    step.enter(
                            UpsState.TEST, step.now, false, flagged ? Step.REPORTED : Step.DEDUCED);
            if (!step.first()) {
                step.raise(
                        Draft.state(
                                TEST,
                                UpsState.TEST,
                                EventName.TEST_STARTED,
                                Severity.INFO,
                                true,
                                begun));
            }
        } else if (!testing && held != null) {
            step.states.remove(UpsState.TEST);
            String result = result(step);
            step.raise(
                    Draft.state(
                                    TEST,
                                    UpsState.TEST,
                                    EventName.TEST_ENDED,
                                    bad(result) ? Severity.WARN : Severity.INFO,
                                    false,
                                    held)
                            .since(step.now)
                            .with("result", result));
        }
    }

    /** Two polls in a row without voltage at the input end the excuse. */
    private static void watchInput(Step step) {
        Scratch memory = step.memory;
        if (!step.excusing) {
            memory.lowVoltageSince = null;
            memory.excuseLifted = false;
            return;
        }
        if (step.polled() && step.raw.value(Metric.INPUT_VOLTAGE) != null) {
            countLowVoltage(step, step.raw.value(Metric.INPUT_VOLTAGE));
        }
        step.excusing = !memory.excuseLifted;
    }

    private static void countLowVoltage(Step step, double volts) {
        if (volts >= lowLimit(step.sample)) {
            step.memory.lowVoltageSince = null;
        } else if (step.memory.lowVoltageSince == null) {
            step.memory.lowVoltageSince = step.now;
        } else {
            step.memory.excuseLifted = true;
        }
    }

    private static double lowLimit(Sample sample) {
        OptionalDouble transfer = NutNumber.parse(sample.variables().get("input.transfer.low"));
        if (transfer.isPresent() && transfer.getAsDouble() > 0) {
            return transfer.getAsDouble();
        }
        OptionalDouble nominal = NutNumber.parse(sample.variables().get("input.voltage.nominal"));
        return nominal.isPresent() && nominal.getAsDouble() > 0
                ? nominal.getAsDouble() * LOW_SHARE_OF_NOMINAL
                : LOW_VOLTS;
    }

    private static String result(Step step) {
        return step.latest().variables().get(RESULT);
    }

    private static boolean bad(String result) {
        return result != null
                && BAD_RESULTS.stream().anyMatch(result.toLowerCase(Locale.ROOT)::contains);
    }
}

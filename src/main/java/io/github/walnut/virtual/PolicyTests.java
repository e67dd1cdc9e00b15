package io.github.walnut.virtual;

import io.github.walnut.inventory.Inventory;
import io.github.walnut.policy.Finding;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.PolicyTest;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Plays the tests that stand in a policy: on virtual time, with virtual UPSs and targets. Hosts and
 * what they can do are the real ones, and nothing is sent to them.
 */
public final class PolicyTests {

    /** Code of a finding: another time the test may come to its end. */
    public static final String TOO_LONG = "test_too_long";

    private static final String FAILED = "test_failed";

    /** Real time that one test may take. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Inventory inventory;
    private final Clock clock;

    /**
     * @param clock of the real time
     */
    public PolicyTests(Inventory inventory, Clock clock) {
        this.inventory = inventory;
        this.clock = clock;
    }

    /**
     * One finding of phase {@code test} for each claim that did not hold, with the code {@code
     * test_failed}, and one with {@link #TOO_LONG} for a test that did not come to its end.
     */
    public List<Finding> findings(Policy policy) {
        List<Finding> findings = new ArrayList<>();
        policy.tests().forEach(test -> findings.addAll(findings(policy, test)));
        return findings;
    }

    private List<Finding> findings(Policy policy, PolicyTest test) {
        Played played = play(policy, test);
        return played.objections().stream()
                .map(objection -> finding(test, played.code(), objection))
                .toList();
    }

    /**
     * How one test came out.
     *
     * @param objections one for each claim that did not hold
     * @param code of the findings that the objections make
     * @param sent in order
     */
    public record Played(PolicyTest test, List<String> objections, String code, List<Sent> sent) {}

    /**
     * An order that left.
     *
     * @param at from the begin of the test
     * @param target {@code host/target}
     */
    public record Sent(Duration at, String target, String verb) {}

    /** Every test of the policy, in the order of the document. */
    public List<Played> play(Policy policy) {
        return policy.tests().stream().map(test -> play(policy, test)).toList();
    }

    private Played play(Policy policy, PolicyTest test) {
        long end = clock.monotonicMillis() + PATIENCE.toMillis();
        try (PolicyTestRun run = new PolicyTestRun(policy, test, inventory)) {
            return play(run, test, () -> clock.monotonicMillis() > end);
        } catch (IllegalArgumentException e) {
            return new Played(test, List.of(e.getMessage()), FAILED, List.of());
        }
    }

    private static Played play(PolicyTestRun run, PolicyTest test, BooleanSupplier outOfTime) {
        try {
            return new Played(test, run.play(outOfTime), FAILED, run.sent());
        } catch (PolicyTestRun.TooLong e) {
            return new Played(test, List.of(e.getMessage()), TOO_LONG, run.sent());
        }
    }

    private static Finding finding(PolicyTest test, String code, String objection) {
        return new Finding(
                Severity.ERROR,
                "test",
                test.pointer(),
                code,
                "Test '" + test.name() + "': " + objection,
                null);
    }
}

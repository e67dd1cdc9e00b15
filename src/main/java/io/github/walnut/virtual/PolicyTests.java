package io.github.walnut.virtual;

import io.github.walnut.inventory.Inventory;
import io.github.walnut.policy.Finding;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.PolicyTest;
import io.github.walnut.ups.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Plays the tests that stand in a policy: on virtual time, with virtual UPSs and targets. Hosts and
 * what they can do are the real ones, and nothing is sent to them.
 */
public final class PolicyTests {

    /** Code of a finding. */
    private static final String TOO_LONG = "test_too_long";

    private static final String FAILED = "test_failed";

    /**
     * Steps of the virtual world that may be taken: they are as many on a fast machine as on a busy
     * one, so both judge alike.
     *
     * @param test by one test
     * @param policy by all tests of a policy together
     */
    record Limits(long test, long policy) {
        static final Limits DEFAULT = new Limits(500_000, 2_000_000);
    }

    private final Inventory inventory;
    private final Limits limits;

    public PolicyTests(Inventory inventory) {
        this(inventory, Limits.DEFAULT);
    }

    PolicyTests(Inventory inventory, Limits limits) {
        this.inventory = inventory;
        this.limits = limits;
    }

    /**
     * One finding of phase {@code test} for each claim that did not hold, with the code {@code
     * test_failed}, and one with {@code test_too_long} for a test that did not come to its end.
     */
    public List<Finding> findings(Policy policy) {
        List<Finding> findings = new ArrayList<>();
        for (Played played : play(policy)) {
            for (String objection : played.objections()) {
                findings.add(finding(played.test(), played.code(), objection));
            }
        }
        return findings;
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
        List<Played> all = new ArrayList<>();
        long left = limits.policy();
        for (PolicyTest test : policy.tests()) {
            try (PolicyTestRun run = new PolicyTestRun(policy, test, inventory)) {
                all.add(play(run, test, Math.min(limits.test(), left)));
                left -= run.steps();
            } catch (IllegalArgumentException e) {
                all.add(new Played(test, List.of(e.getMessage()), FAILED, List.of()));
            }
        }
        return all;
    }

    private Played play(PolicyTestRun run, PolicyTest test, long steps) {
        try {
            return new Played(test, run.play(steps), FAILED, run.sent());
        } catch (PolicyTestRun.TooLong e) {
            String left =
                    steps < limits.test()
                            ? ", which is all that was left of "
                                    + limits.policy()
                                    + " for all tests of the policy"
                            : "";
            return new Played(test, List.of(e.getMessage() + left), TOO_LONG, run.sent());
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

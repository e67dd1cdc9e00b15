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

/**
 * Plays the tests that stand in a policy: on virtual time, with virtual UPSs and targets. Hosts and
 * what they can do are the real ones, and nothing is sent to them.
 */
public final class PolicyTests {

    /** Code of a finding: another time the test may come to its end. */
    public static final String TOO_LONG = "test_too_long";

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
        long end = clock.monotonicMillis() + PATIENCE.toMillis();
        try (PolicyTestRun run = new PolicyTestRun(policy, test, inventory)) {
            return run.play(() -> clock.monotonicMillis() > end).stream()
                    .map(objection -> finding(test, "test_failed", objection))
                    .toList();
        } catch (PolicyTestRun.TooLong e) {
            return List.of(finding(test, TOO_LONG, e.getMessage()));
        } catch (IllegalArgumentException e) {
            return List.of(finding(test, "test_failed", e.getMessage()));
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

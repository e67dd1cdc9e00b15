package io.github.walnut.app;

import io.github.walnut.inventory.Inventory;
import io.github.walnut.policy.Finding;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.ups.Clock;
import io.github.walnut.virtual.PolicyTests;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tests that stand in policies, played once for each document: when it is first checked, hence
 * before saving and after each start, and again every night.
 */
final class OwnTests implements PolicyCheck.SavingCheck {

    private final PolicyTests tests;
    private final Clock clock;
    private final ZoneId zone;
    private final Map<String, List<Finding>> results = new HashMap<>();
    private LocalDate day;

    OwnTests(Inventory inventory, Clock clock, ZoneId zone) {
        this.tests = new PolicyTests(inventory);
        this.clock = clock;
        this.zone = zone;
    }

    /** Nothing for a document with a blocker, since it cannot be played. */
    @Override
    public List<Finding> findings(PolicyReading reading) {
        if (reading.policy() == null || reading.blocked() || reading.policy().tests().isEmpty()) {
            return List.of();
        }
        List<Finding> known = known(reading.hash());
        if (known != null) {
            return known;
        }
        List<Finding> findings = tests.findings(reading.policy()); // nobody waits for it
        remember(reading.hash(), findings);
        return findings;
    }

    private synchronized List<Finding> known(String hash) {
        forgetYesterday();
        return results.get(hash);
    }

    private synchronized void remember(String hash, List<Finding> findings) {
        results.put(hash, findings);
    }

    /** How each of them comes out now. */
    List<PolicyTests.Played> play(Policy policy) {
        return tests.play(policy);
    }

    private void forgetYesterday() {
        LocalDate today = LocalDate.ofInstant(clock.now(), zone);
        if (!today.equals(day)) {
            results.clear();
            day = today;
        }
    }
}

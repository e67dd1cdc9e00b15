package io.github.walnut.run;

import io.github.walnut.policy.Recovery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Starts that are owed and are made together: those of one policy, or those that undo one run.
 *
 * @param policyId whose they are, or null when nobody knows any more
 * @param owed open obligations, oldest first
 * @param parent the latest run that stopped any of them
 * @param how the policy wants it, with nothing left to the settings
 * @param before by action, the actions that must be through before it is started again
 * @param neverHosts on which nothing is done
 * @param armed policy and system are
 * @param reversal they undo what a run did that power cut short
 */
public record Recovering(
        UUID policyId,
        List<Obligation> owed,
        Run parent,
        Supply supply,
        Recovery how,
        Map<String, Set<String>> before,
        List<String> neverHosts,
        boolean armed,
        boolean reversal) {

    /** For whatever is started again without a recovery block: by reversal, or by a person. */
    public static final Recovery PLAIN =
            new Recovery(
                    true,
                    null,
                    null,
                    false,
                    Recovery.Order.REVERSE,
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(5),
                    2,
                    Duration.ofHours(12),
                    Recovery.OnSecondOutage.STOP);

    public Recovering {
        owed = List.copyOf(owed);
        before = Map.copyOf(before);
        neverHosts = List.copyOf(neverHosts);
    }

    Waves waves() {
        return waves(owed);
    }

    Waves waves(List<Obligation> some) {
        boolean reversed = how.order() == Recovery.Order.REVERSE;
        return new Waves(some, how.order(), reversed ? before : Map.of());
    }

    /** What a run that starts them has to know. */
    public RestartTerms terms() {
        return new RestartTerms(
                supply,
                how.retries(),
                how.stagger(),
                how.onSecondOutage() == Recovery.OnSecondOutage.FINISH);
    }
}

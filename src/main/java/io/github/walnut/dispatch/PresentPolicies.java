package io.github.walnut.dispatch;

import io.github.walnut.policy.RecoveryDefaults;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.run.Maintenance;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Policies as they stand now; runs that are under way keep theirs. It must not block for long. */
public interface PresentPolicies {

    /** Nobody knows any policy, and nothing is armed. */
    PresentPolicies NONE =
            new PresentPolicies() {
                @Override
                public Optional<StoredPolicy> find(UUID policyId) {
                    return Optional.empty();
                }

                @Override
                public List<StoredPolicy> all() {
                    return List.of();
                }

                @Override
                public boolean armed() {
                    return false;
                }

                @Override
                public Maintenance maintenance() {
                    return Maintenance.NONE;
                }
            };

    /** Empty when it was deleted. */
    Optional<StoredPolicy> find(UUID policyId);

    List<StoredPolicy> all();

    /** The switch of the whole system. */
    boolean armed();

    /** What their recoveries wait for where they do not say. */
    default RecoveryDefaults recoveryDefaults() {
        return RecoveryDefaults.BUILT_IN;
    }

    /** What of them, and which hosts, people are working on. */
    Maintenance maintenance();
}

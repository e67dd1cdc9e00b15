package io.github.walnut.app;

import io.github.walnut.config.SettingsInForce;
import io.github.walnut.config.StoredSetting;
import io.github.walnut.dispatch.PresentPolicies;
import io.github.walnut.policy.RecoveryDefaults;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.road.Matching;
import io.github.walnut.run.Maintenance;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** The policies that are matched at present, under the switch of the system. */
record ArmedPolicies(
        Matching matching,
        BooleanSupplier system,
        Maintenance maintenance,
        SettingsInForce settings)
        implements PresentPolicies {

    @Override
    public Optional<StoredPolicy> find(UUID policyId) {
        return matching.policy(policyId);
    }

    @Override
    public List<StoredPolicy> all() {
        return matching.policies();
    }

    @Override
    public boolean armed() {
        return system.getAsBoolean();
    }

    @Override
    public RecoveryDefaults recoveryDefaults() {
        return new RecoveryDefaults(
                settings.duration(StoredSetting.MAINS_STABLE_FOR),
                settings.number(StoredSetting.RESTART_CHARGE));
    }
}

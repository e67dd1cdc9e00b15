package io.github.walnut.run;

import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.policy.ActionForm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks up how a verb behaves on a host. */
public final class Verbs {

    /** Stands for a verb of which nothing is known any more: it must not be sent again. */
    static final Capability.Verb GONE =
            new Capability.Verb(
                    "",
                    Capability.Effect.BLIND,
                    Capability.Confirm.STATE,
                    Duration.ZERO,
                    null,
                    false,
                    true,
                    false,
                    false,
                    Capability.DryRun.NOT_SUPPORTED,
                    List.of(),
                    Map.of());

    private final Inventory inventory;

    public Verbs(Inventory inventory) {
        this.inventory = inventory;
    }

    /** Empty when the host is gone, or its type is unavailable or has no such verb. */
    public Optional<Capability.Verb> find(String hostId, String capability, String verb) {
        return capability(hostId, capability).map(each -> each.verbs().get(verb));
    }

    Optional<Capability> capability(String hostId, String capability) {
        return ActionForm.capability(inventory.capabilities(hostId), capability);
    }

    Optional<Capability.Verb> of(Step step) {
        return find(step.target().hostId(), step.capability(), step.verb());
    }
}

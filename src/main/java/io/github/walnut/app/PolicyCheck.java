package io.github.walnut.app;

import io.github.walnut.api.PolicyReader;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.policy.Finding;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.json.PolicyDocuments;
import io.github.walnut.ups.Severity;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsFleet;
import java.util.List;
import java.util.UUID;

/**
 * Reads a document and checks it against the present inventory, the known UPSs and the other
 * policies. What is checked only before saving joins as {@link SavingCheck}.
 */
final class PolicyCheck implements PolicyReader {

    /** Finds what is wrong with a document that reads and has no blocker; may take seconds. */
    @FunctionalInterface
    interface SavingCheck {
        List<Finding> findings(PolicyReading reading);
    }

    /** Whether a policy other than {@code self} has this name. */
    @FunctionalInterface
    interface Names {
        boolean taken(String name, UUID self);
    }

    private final PolicyDocuments documents = new PolicyDocuments();
    private final Inventory inventory;
    private final UpsFleet fleet;
    private final Names names;
    private final List<SavingCheck> beforeSaving;

    PolicyCheck(Inventory inventory, UpsFleet fleet, Names names, List<SavingCheck> beforeSaving) {
        this.inventory = inventory;
        this.fleet = fleet;
        this.names = names;
        this.beforeSaving = beforeSaving;
    }

    @Override
    public PolicyReading read(String document, String mediaType, UUID self) {
        PolicyReading reading =
                documents.compile(
                        documents.read(document, mediaType),
                        inventory,
                        fleet.all().stream().map(UpsFacts::upsId).toList());
        return reading.policy() != null && names.taken(reading.policy().name(), self)
                ? reading.with(List.of(duplicateName(reading.policy().name())))
                : reading;
    }

    @Override
    public PolicyReading forSaving(String document, String mediaType, UUID self) {
        PolicyReading reading = read(document, mediaType, self);
        for (SavingCheck check : beforeSaving) {
            if (!reading.blocked()) {
                reading = reading.with(check.findings(reading));
            }
        }
        return reading;
    }

    private static Finding duplicateName(String name) {
        return new Finding(
                Severity.INFO,
                "compile",
                "/name",
                "duplicate_name",
                "Another policy is called '" + name + "' too",
                null);
    }
}

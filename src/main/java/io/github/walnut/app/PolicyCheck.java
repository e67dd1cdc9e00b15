package io.github.walnut.app;

import io.github.walnut.api.PolicyReader;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.json.PolicyDocuments;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsFleet;

/** Reads a document and checks it against the present inventory and the known UPSs. */
final class PolicyCheck implements PolicyReader {

    private final PolicyDocuments documents = new PolicyDocuments();
    private final Inventory inventory;
    private final UpsFleet fleet;

    PolicyCheck(Inventory inventory, UpsFleet fleet) {
        this.inventory = inventory;
        this.fleet = fleet;
    }

    @Override
    public PolicyReading read(String document, String mediaType) {
        return documents.compile(
                documents.read(document, mediaType),
                inventory,
                fleet.all().stream().map(UpsFacts::upsId).toList());
    }
}

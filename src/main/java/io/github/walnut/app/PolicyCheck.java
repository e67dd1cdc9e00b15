package io.github.walnut.app;

import io.github.walnut.api.PolicyReader;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.json.PolicyDocuments;

/** Reads a document and checks it against the present inventory. */
final class PolicyCheck implements PolicyReader {

    private final PolicyDocuments documents = new PolicyDocuments();
    private final Inventory inventory;

    PolicyCheck(Inventory inventory) {
        this.inventory = inventory;
    }

    @Override
    public PolicyReading read(String document, String mediaType) {
        return documents.read(document, mediaType);
    }
}

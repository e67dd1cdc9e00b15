package io.github.walnut.policy;

import io.github.walnut.policy.json.DocumentTree;
import io.github.walnut.policy.json.PolicyDocuments;
import java.time.Instant;
import java.util.UUID;

/** A policy as it is stored once it is enabled and armed. */
public final class EnabledPolicy {

    private EnabledPolicy() {}

    /**
     * @param number of its id
     * @param document in YAML
     * @param at when it was made and changed
     */
    public static StoredPolicy of(int number, String document, Instant at) {
        PolicyReading reading = new PolicyDocuments().read(document, DocumentTree.YAML);
        if (reading.policy() == null) {
            throw new IllegalArgumentException(reading.findings().toString());
        }
        return new StoredPolicy(
                new UUID(0, number),
                reading.policy(),
                document,
                DocumentTree.YAML,
                StoredPolicy.Status.ENABLED,
                true,
                reading.behaviourHash(),
                reading.hash(),
                reading.behaviourHash(),
                1,
                reading.findings(),
                at,
                "test",
                at,
                "test");
    }
}

package io.github.walnut.bench;

import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.json.PolicyDocuments;
import io.github.walnut.ups.Clock;
import java.time.Instant;
import java.util.UUID;

/** What benchmarks put into a database before a server starts on it. */
final class Planted {

    static final Clock CLOCK =
            new Clock() {
                @Override
                public Instant now() {
                    return Instant.now();
                }

                @Override
                public long monotonicMillis() {
                    return System.nanoTime() / 1_000_000;
                }
            };

    private Planted() {}

    /** An enabled one of a document in YAML. */
    static StoredPolicy policy(int number, String document) {
        PolicyReading reading = new PolicyDocuments().read(document, "application/yaml");
        if (reading.policy() == null) {
            throw new IllegalStateException(reading.findings().toString());
        }
        Instant now = Instant.now();
        return new StoredPolicy(
                new UUID(0, number),
                reading.policy(),
                document,
                "application/yaml",
                StoredPolicy.Status.ENABLED,
                true,
                reading.behaviourHash(),
                reading.hash(),
                reading.behaviourHash(),
                1,
                reading.findings(),
                now,
                "bench",
                now,
                "bench");
    }
}

package io.github.walnut.bench;

import io.github.walnut.policy.EnabledPolicy;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.ups.Clock;
import java.time.Instant;

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
        return EnabledPolicy.of(number, document, CLOCK.now());
    }
}

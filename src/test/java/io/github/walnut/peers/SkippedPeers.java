package io.github.walnut.peers;

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What was left out for want of a peer, told once more when the run is over. */
final class SkippedPeers implements AutoCloseable {

    private final Set<String> skipped = new ConcurrentSkipListSet<>();

    /** The one list of a test run. */
    static SkippedPeers of(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(SkippedPeers.class);
    }

    void add(String test, String reason) {
        skipped.add(test + ": " + reason);
    }

    @Override
    public void close() {
        if (!skipped.isEmpty()) {
            System.err.println("NOT TESTED, " + skipped.size() + " for want of a peer:");
            skipped.forEach(line -> System.err.println("  " + line));
        }
    }
}

package io.github.walnut.api;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keys of requests in memory, the latest of them. */
final class RecentKeys implements IdempotencyKeys {

    private static final int MOST = 1_000;

    private record Remembered(Kept kept, Instant at) {}

    private final Map<Key, Remembered> entries =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, Remembered> eldest) {
                    return size() > MOST;
                }
            };

    @Override
    public synchronized Optional<Kept> find(Key key, Instant since) {
        return Optional.ofNullable(entries.get(key))
                .filter(entry -> !entry.at().isBefore(since))
                .map(Remembered::kept);
    }

    @Override
    public synchronized void begin(Key key, String fingerprint, Instant now, Instant since) {
        entries.remove(key);
        entries.put(key, new Remembered(new Kept(fingerprint, null, Map.of(), null), now));
    }

    @Override
    public synchronized void finish(
            Key key, int status, Map<String, List<String>> headers, String text) {
        entries.computeIfPresent(
                key,
                (same, entry) ->
                        new Remembered(
                                new Kept(entry.kept().fingerprint(), status, headers, text),
                                entry.at()));
    }

    @Override
    public synchronized void forget(Key key) {
        entries.remove(key);
    }
}

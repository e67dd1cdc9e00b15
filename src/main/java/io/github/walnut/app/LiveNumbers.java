package io.github.walnut.app;

import io.github.walnut.store.SettingsRepository;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Numbers of live messages, which rise over restarts: the store reserves them in blocks. What was
 * not ended in order leaves no {@code complete_since} behind, and its last messages may be missing.
 */
final class LiveNumbers implements LongSupplier {

    private static final String GROUP = "live";
    private static final long BLOCK = 1_000_000;

    private static final String RESERVED = "reserved";
    private static final String COMPLETE_SINCE = "complete_since";

    private final SettingsRepository settings;
    private final long completeSince;
    private long next;
    private long reserved;

    LiveNumbers(SettingsRepository settings) {
        this.settings = settings;
        Map<String, Object> before =
                settings.find(GROUP).map(SettingsRepository.Group::values).orElse(Map.of());
        this.next = number(before, RESERVED, 0);
        this.completeSince = number(before, COMPLETE_SINCE, next);
        this.reserved = next;
        reserve();
    }

    @Override
    public synchronized long getAsLong() {
        if (next >= reserved) {
            reserve();
        }
        return ++next;
    }

    /**
     * All messages after this number are in the log; the present process had nothing to do with it.
     */
    long completeSince() {
        return completeSince;
    }

    /** The process ends and has written all its messages. */
    synchronized void completeSince(long number) {
        save(Map.of(RESERVED, reserved, COMPLETE_SINCE, number));
    }

    private void reserve() {
        reserved += BLOCK;
        save(Map.of(RESERVED, reserved));
    }

    private void save(Map<String, Object> values) {
        int version = settings.find(GROUP).map(SettingsRepository.Group::version).orElse(0);
        settings.save(GROUP, values, version, "system");
    }

    private static long number(Map<String, Object> values, String name, long otherwise) {
        return values.get(name) instanceof Number number ? number.longValue() : otherwise;
    }
}

package io.github.walnut.app;

import io.github.walnut.store.SettingsRepository;
import java.util.Map;
import java.util.function.LongSupplier;

/** Numbers of live messages, which rise over restarts: the store reserves them in blocks. */
final class LiveNumbers implements LongSupplier {

    private static final String GROUP = "live";
    private static final long BLOCK = 1_000_000;

    private final SettingsRepository settings;
    private long next;
    private long reserved;

    LiveNumbers(SettingsRepository settings) {
        this.settings = settings;
        this.next =
                settings.find(GROUP)
                        .map(group -> ((Number) group.values().get("reserved")).longValue())
                        .orElse(0L);
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

    private void reserve() {
        reserved += BLOCK;
        int version = settings.find(GROUP).map(SettingsRepository.Group::version).orElse(0);
        settings.save(GROUP, Map.of("reserved", reserved), version, "system");
    }
}

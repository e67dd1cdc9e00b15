package io.github.walnut.app;

import io.github.walnut.component.nut.NutServer;
import io.github.walnut.component.nut.NutTlsMemory;
import io.github.walnut.store.SettingsRepository;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The certificates with which NUT servers did TLS before, over restarts. */
final class StoredTlsMemory implements NutTlsMemory {

    private static final String GROUP = "nut_tls";

    private final SettingsRepository settings;

    StoredTlsMemory(SettingsRepository settings) {
        this.settings = settings;
    }

    @Override
    public synchronized Optional<String> find(NutServer server) {
        return settings.find(GROUP).map(group -> (String) group.values().get(server.toString()));
    }

    @Override
    public synchronized void save(NutServer server, String sha256) {
        change(values -> !sha256.equals(values.put(server.toString(), sha256)));
    }

    @Override
    public synchronized void forget(NutServer server) {
        change(values -> values.remove(server.toString()) != null);
    }

    /**
     * @param edit tells whether it has changed them
     */
    private void change(Predicate<Map<String, Object>> edit) {
        Optional<SettingsRepository.Group> stored = settings.find(GROUP);
        Map<String, Object> values =
                new LinkedHashMap<>(stored.map(SettingsRepository.Group::values).orElse(Map.of()));
        if (edit.test(values)) {
            int version = stored.map(SettingsRepository.Group::version).orElse(0);
            settings.save(GROUP, values, version, "system");
        }
    }
}

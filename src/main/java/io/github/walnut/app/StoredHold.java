package io.github.walnut.app;

import io.github.walnut.dispatch.HoldMemory;
import io.github.walnut.run.Hold;
import io.github.walnut.run.Journal;
import io.github.walnut.store.SettingsRepository;
import io.github.walnut.store.StoreUnavailableException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The hold of all runs, stored among the settings. */
final class StoredHold implements HoldMemory {

    private static final String GROUP = "hold";
    private static final String NOBODY = "system";

    private final SettingsRepository settings;

    StoredHold(SettingsRepository settings) {
        this.settings = settings;
    }

    @Override
    public Optional<Hold> load() {
        return settings.find(GROUP)
                .map(SettingsRepository.Group::values)
                .filter(values -> values.containsKey("until"))
                .map(StoredHold::hold);
    }

    @Override
    public void save(Hold hold) {
        Map<String, Object> values = hold == null ? Map.of() : values(hold);
        String by = hold == null ? NOBODY : hold.by();
        try {
            settings.replacePromptly(GROUP, values, by);
        } catch (StoreUnavailableException e) {
            if (settings.keep(GROUP, values, by)) {
                return;
            }
            throw new Journal.UnavailableException(e.getMessage(), e);
        }
    }

    private static Map<String, Object> values(Hold hold) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("since", hold.since().toString());
        values.put("until", hold.until().toString());
        values.put("by", hold.by());
        values.put("reason", hold.reason());
        values.put("warned", hold.warned());
        return values;
    }

    private static Hold hold(Map<String, Object> values) {
        return new Hold(
                Instant.parse((String) values.get("since")),
                Instant.parse((String) values.get("until")),
                (String) values.get("by"),
                (String) values.get("reason"),
                Boolean.TRUE.equals(values.get("warned")),
                null);
    }
}

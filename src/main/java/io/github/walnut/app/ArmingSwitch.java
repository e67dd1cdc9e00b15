package io.github.walnut.app;

import io.github.walnut.api.Arming;
import io.github.walnut.store.SettingsRepository;
import io.github.walnut.store.StoreUnavailableException;
import io.github.walnut.ups.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The global switch, stored among the settings. While it is off every match is a dry run. */
final class ArmingSwitch implements Arming, BooleanSupplier {

    static final String GROUP = "arming";

    private final SettingsRepository settings;
    private final Clock clock;
    private volatile State state;
    private final List<Consumer<State>> listeners = new CopyOnWriteArrayList<>();

    ArmingSwitch(SettingsRepository settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.state =
                settings.find(GROUP)
                        .map(group -> state(group.values()))
                        .orElse(new State(false, null, null, null));
    }

    private static State state(Map<String, Object> values) {
        Object at = values.get("changed_at");
        return new State(
                Boolean.TRUE.equals(values.get("armed")),
                (String) values.get("reason"),
                at == null ? null : Instant.parse(at.toString()),
                (String) values.get("changed_by"));
    }

    /** Who else hears of each change. */
    void onChange(Consumer<State> listener) {
        listeners.add(listener);
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public synchronized State set(boolean armed, String reason, String actor) {
        Instant now = clock.now();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("armed", armed);
        values.put("reason", reason);
        values.put("changed_at", now.toString());
        values.put("changed_by", actor);
        int version = settings.find(GROUP).map(SettingsRepository.Group::version).orElse(0);
        try {
            settings.save(GROUP, values, version, actor);
        } catch (StoreUnavailableException e) {
            // Whoever disarms must be obeyed, also after a restart; arming waits for the store.
            if (armed || !settings.keep(GROUP, values, actor)) {
                throw e;
            }
        }
        state = new State(armed, reason, now, actor);
        listeners.forEach(listener -> listener.accept(state));
        return state;
    }

    @Override
    public boolean getAsBoolean() {
        return state.armed();
    }
}

package io.github.walnut.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One group that everybody may see and one for administrators; nothing is checked. */
final class MemorySettings implements SettingsControl {

    private final Map<String, Group> groups = new LinkedHashMap<>();

    MemorySettings() {
        put("polling", false, 1, Map.of("poll_interval", "5s"));
        put("security", true, 1, Map.of("session_idle", "12h"));
    }

    private void put(String name, boolean forAdmins, int version, Map<String, Object> values) {
        Map<String, String> origin = new LinkedHashMap<>();
        values.keySet().forEach(key -> origin.put(key, version == 1 ? "default" : "stored"));
        groups.put(name, new Group(name, forAdmins, version, values, origin, List.of(), List.of()));
    }

    @Override
    public List<Group> groups() {
        return List.copyOf(groups.values());
    }

    @Override
    public Optional<Group> group(String name) {
        return Optional.ofNullable(groups.get(name));
    }

    @Override
    public Changed change(
            String name, Map<String, Object> given, boolean whole, Integer version, String actor) {
        Group before = groups.get(name);
        put(name, before.forAdmins(), before.version() + 1, given);
        return new Changed(groups.get(name), Map.copyOf(given), Map.of());
    }
}

package io.github.walnut.rules;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds the UPSs that policies name, and the policies that name a UPS. */
final class UpsDirectory {
    private final Set<String> known = new TreeSet<>();
    private final Map<String, String> upsByKey = new HashMap<>();
    private final Map<String, Set<PolicyEntry>> entriesByKey = new HashMap<>();
    private final Set<PolicyEntry> ofEvery = new LinkedHashSet<>();

    /** False when it was known before. */
    boolean add(String upsId) {
        upsByKey.put(key(upsId), upsId);
        return known.add(upsId);
    }

    void remove(String upsId) {
        known.remove(upsId);
        upsByKey.remove(key(upsId), upsId);
    }

    void add(PolicyEntry entry) {
        if (entry.names() == null) {
            ofEvery.add(entry);
        } else {
            for (String name : entry.names()) {
                entriesByKey.computeIfAbsent(name, key -> new LinkedHashSet<>()).add(entry);
            }
        }
    }

    void remove(PolicyEntry entry) {
        ofEvery.remove(entry);
        if (entry.names() != null) {
            entry.names().forEach(name -> remove(name, entry));
        }
    }

    private void remove(String name, PolicyEntry entry) {
        entriesByKey.computeIfPresent(
                name,
                (key, all) -> {
                    all.remove(entry);
                    return all.isEmpty() ? null : all;
                });
    }

    /** The UPSs that may concern the policy. */
    Collection<String> of(PolicyEntry entry) {
        return entry.names() == null
                ? known
                : entry.names().stream()
                        .map(upsByKey::get)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The policies that the UPS may concern. */
    Collection<PolicyEntry> of(String upsId) {
        Set<PolicyEntry> found = new LinkedHashSet<>(ofEvery);
        found.addAll(entriesByKey.getOrDefault(key(upsId), Set.of()));
        return found;
    }

    static String key(String upsId) {
        return upsId.toLowerCase(Locale.ROOT);
    }
}

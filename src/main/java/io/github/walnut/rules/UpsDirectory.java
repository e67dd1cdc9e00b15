package io.github.walnut.rules;

import io.github.walnut.policy.Trigger.UpsScope;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds the UPSs that policies name, and the policies that name a UPS. */
final class UpsDirectory {
    private final Set<String> known = new TreeSet<>();
    private final Map<String, Set<String>> upsByName = new HashMap<>();
    private final Map<String, Set<PolicyEntry>> entriesByName = new HashMap<>();
    private final Set<PolicyEntry> ofEvery = new LinkedHashSet<>();

    /** False when it was known before. */
    boolean add(String upsId) {
        for (String name : names(upsId)) {
            upsByName.computeIfAbsent(name, key -> new TreeSet<>()).add(upsId);
        }
        return known.add(upsId);
    }

    void remove(String upsId) {
        known.remove(upsId);
        names(upsId).forEach(name -> without(upsByName, name, upsId));
    }

    void add(PolicyEntry entry) {
        if (entry.names() == null) {
            ofEvery.add(entry);
        } else {
            for (String name : entry.names()) {
                entriesByName.computeIfAbsent(name, key -> new LinkedHashSet<>()).add(entry);
            }
        }
    }

    void remove(PolicyEntry entry) {
        ofEvery.remove(entry);
        if (entry.names() != null) {
            entry.names().forEach(name -> without(entriesByName, name, entry));
        }
    }

    private static <T> void without(Map<String, Set<T>> index, String name, T gone) {
        index.computeIfPresent(
                name,
                (key, all) -> {
                    all.remove(gone);
                    return all.isEmpty() ? null : all;
                });
    }

    /** The UPSs that may concern the policy. */
    Collection<String> of(PolicyEntry entry) {
        if (entry.names() == null) {
            return known;
        }
        Set<String> found = new TreeSet<>();
        entry.names().forEach(name -> found.addAll(upsByName.getOrDefault(name, Set.of())));
        return found;
    }

    /** The policies that the UPS may concern. */
    Collection<PolicyEntry> of(String upsId) {
        Set<PolicyEntry> found = new LinkedHashSet<>(ofEvery);
        names(upsId).forEach(name -> found.addAll(entriesByName.getOrDefault(name, Set.of())));
        return found;
    }

    static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** With and without its server, as {@link UpsScope#matches} compares. */
    private static Set<String> names(String upsId) {
        int server = upsId.indexOf('@');
        return server > 0
                ? Set.of(key(upsId), key(upsId.substring(0, server)))
                : Set.of(key(upsId));
    }
}

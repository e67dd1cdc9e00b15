package io.github.walnut.policy;

import io.github.walnut.policy.Trigger.UpsScope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which UPSs the bare names in a document mean. It is stored with the document, which stays as
 * written, and no server that is added later changes it.
 *
 * @param ids by the name in lower case; several only for a document that was saved when a name
 *     could mean several
 */
public record UpsMeanings(Map<String, List<String>> ids) {

    public static final UpsMeanings NONE = new UpsMeanings(Map.of());

    public UpsMeanings {
        Map<String, List<String>> sorted = new TreeMap<>();
        ids.forEach((name, meant) -> sorted.put(key(name), List.copyOf(meant)));
        ids = java.util.Collections.unmodifiableMap(sorted);
    }

    /** A name without a server has to be resolved; an id says what it means. */
    static boolean bare(String name) {
        return name.indexOf('@') < 0;
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Empty for a name that was never resolved. */
    public List<String> of(String name) {
        return ids.getOrDefault(key(name), List.of());
    }

    /** Without names that mean a UPS which is not among these. */
    public UpsMeanings among(Collection<String> known) {
        Map<String, List<String>> left = new LinkedHashMap<>(ids);
        left.values().removeIf(meant -> !known.containsAll(meant));
        return new UpsMeanings(left);
    }

    /** The policy with ids where it had names. */
    public Policy in(Policy policy) {
        return policy == null || ids.isEmpty()
                ? policy
                : policy.withUps(
                        policy.triggers().stream().map(this::in).toList(),
                        policy.all().stream().map(this::in).toList(),
                        policy.any().stream().map(this::in).toList(),
                        policy.tests().stream().map(this::in).toList());
    }

    private Trigger in(Trigger trigger) {
        UpsScope scope = trigger.ups();
        if (scope.names().isEmpty()) {
            return trigger;
        }
        Set<String> names = new LinkedHashSet<>();
        scope.names().forEach(name -> names.addAll(of(name).isEmpty() ? List.of(name) : of(name)));
        return trigger.withUps(
                new UpsScope(
                        new ArrayList<>(names),
                        scope.atLeast(),
                        scope.includeTests(),
                        scope.feeds()));
    }

    /** A condition is about one UPS: of several the first. */
    private Condition in(Condition condition) {
        return condition.ups() == null ? condition : condition.withUps(one(condition.ups()));
    }

    private PolicyTest in(PolicyTest test) {
        return new PolicyTest(
                test.name(),
                in(test.ups()),
                test.targets(),
                test.armed(),
                test.when().stream().map(this::in).toList(),
                test.then(),
                test.pointer());
    }

    private PolicyTest.Happening in(PolicyTest.Happening happening) {
        return new PolicyTest.Happening(
                happening.at(),
                in(happening.ups()),
                happening.event(),
                happening.body(),
                happening.fault());
    }

    private Map<String, Map<String, Object>> in(Map<String, Map<String, Object>> fields) {
        Map<String, Map<String, Object>> named = new LinkedHashMap<>();
        fields.forEach(
                (name, values) -> {
                    Map<String, Object> all =
                            new LinkedHashMap<>(named.getOrDefault(one(name), Map.of()));
                    all.putAll(values);
                    named.put(one(name), all);
                });
        return named;
    }

    private String one(String name) {
        return of(name).isEmpty() ? name : of(name).get(0);
    }
}

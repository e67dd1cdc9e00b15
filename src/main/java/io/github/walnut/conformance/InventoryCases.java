package io.github.walnut.conformance;

import io.github.walnut.inventory.Target;
import io.github.walnut.run.DriverResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** C04 and C05: what a peer lists, and how fast. */
final class InventoryCases {

    private static final Pattern LABEL = Pattern.compile("[a-z0-9][a-z0-9._/-]{0,62}");
    private static final int TEXT = 200;
    private static final int MOST_ATTRS = 64;
    private static final String FULL = "inventory";
    private static final String FAST = "fast refresh";
    private static final String LISTS_NOTHING = "the type lists no targets";

    private final Lab lab;
    private int found;

    InventoryCases(Lab lab) {
        this.lab = lab;
    }

    Verdict full() {
        if (!lab.lists()) {
            return Verdict.skipped("C04", FULL, LISTS_NOTHING);
        }
        DriverResult first = lab.inventory(lab.peer(), false, Lab.LIMIT_MILLIS);
        if (!first.ok()) {
            return Verdict.failed("C04", FULL, first.reason());
        }
        found = first.targets().size();
        List<String> faults = faults(first.targets());
        DriverResult second = lab.inventory(lab.peer(), false, Lab.LIMIT_MILLIS);
        if (!same(first, second)) {
            faults.add("two reads differ");
        }
        return faults.isEmpty()
                ? Verdict.passed("C04", FULL, first.targets().size() + " targets, twice the same")
                : Verdict.failed("C04", FULL, String.join("; ", faults));
    }

    /** The peer was asked for what the last full read listed, and there was something. */
    boolean found() {
        return found > 0;
    }

    Verdict fast() {
        if (!lab.lists() || !lab.type().manifest().discovery().fast()) {
            return Verdict.skipped("C05", FAST, "the type has no fast refresh");
        }
        long limit = lab.type().manifest().refreshSeconds() * 1000L;
        DriverResult result = lab.inventory(lab.peer(), true, limit);
        String seen = result.targets().size() + " targets in " + result.durationMillis() + " ms";
        if (!result.ok()) {
            return Verdict.failed("C05", FAST, result.reason());
        }
        return result.durationMillis() <= limit
                ? Verdict.passed("C05", FAST, seen)
                : Verdict.failed("C05", FAST, seen + ", the type promises " + limit);
    }

    /** Of what two reads tell that follow one another. */
    static boolean same(DriverResult one, DriverResult other) {
        return one.ok() == other.ok() && steady(one).equals(steady(other));
    }

    /** Measured values may differ from one moment to the next. */
    private static List<Map<String, String>> steady(DriverResult result) {
        return result.targets().stream()
                .map(
                        item ->
                                Map.of(
                                        "type", text(item, "type"),
                                        "id", text(item, "external_id"),
                                        "name", text(item, "name"),
                                        "status", text(item, "status")))
                .toList();
    }

    private List<String> faults(List<Map<String, Object>> items) {
        List<String> faults = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Map<String, String> last = new java.util.HashMap<>();
        for (Map<String, Object> item : items) {
            String type = text(item, "type");
            String id = type + ":" + text(item, "external_id");
            if (!seen.add(id)) {
                faults.add(id + " is there twice");
            }
            String before = last.put(type, text(item, "external_id"));
            if (before != null && before.compareTo(text(item, "external_id")) > 0) {
                faults.add(id + " stands behind " + before);
            }
            schema(id, item, faults);
        }
        return faults;
    }

    private void schema(String id, Map<String, Object> item, List<String> faults) {
        if (!lab.type().manifest().discovery().types().contains(text(item, "type"))) {
            faults.add(id + ": its type is none of those that the manifest says are found");
        }
        if (text(item, "external_id").isEmpty() || text(item, "external_id").length() > TEXT) {
            faults.add(id + ": external_id has 1 to 200 characters");
        }
        if (!Target.STATES.contains(text(item, "status"))) {
            faults.add(id + ": " + text(item, "status") + " is no status");
        }
        if (item.get("attrs") instanceof Map<?, ?> attrs && attrs.size() > MOST_ATTRS) {
            faults.add(id + ": more than 64 attributes");
        }
        if (item.get("labels") instanceof Map<?, ?> labels
                && !labels.keySet().stream().allMatch(key -> LABEL.matcher("" + key).matches())) {
            faults.add(id + ": a label has a key that is none");
        }
    }

    private static String text(Map<String, Object> item, String field) {
        return item.get(field) == null ? "" : item.get(field).toString();
    }
}

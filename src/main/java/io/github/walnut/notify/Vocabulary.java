package io.github.walnut.notify;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What templates may name. */
final class Vocabulary {

    private static final Set<String> PLAIN =
            Set.of(
                    "title",
                    "message",
                    "severity",
                    "severity_word",
                    "time",
                    "time_local",
                    "url",
                    "mode",
                    "count",
                    "more");

    private static final Map<String, Set<String>> PARTS =
            Map.of(
                    "event",
                    Set.of(
                            "id",
                            "type",
                            "kind",
                            "name",
                            "severity",
                            "subject",
                            "attrs",
                            "ts",
                            "correlation_id",
                            "outage_id",
                            "synthetic",
                            "message"),
                    "ups",
                    Set.of(
                            "id",
                            "name",
                            "server_id",
                            "display_name",
                            "description",
                            "manufacturer",
                            "model",
                            "state",
                            "flags",
                            "words",
                            "power_source",
                            "reachable",
                            "cause",
                            "absent",
                            "last_seen_at",
                            "age_seconds",
                            "battery_percent",
                            "runtime_seconds",
                            "load_percent",
                            "power_watts",
                            "input_voltage",
                            "output_voltage",
                            "temperature_c",
                            "on_battery_seconds",
                            "outage_id",
                            "critical",
                            "unstable",
                            "next",
                            "time_left",
                            "version"),
                    "run",
                    Set.of(
                            "id",
                            "kind",
                            "mode",
                            "policy_id",
                            "policy_name",
                            "state",
                            "result",
                            "severity",
                            "reason",
                            "summary",
                            "ups_id",
                            "outage_id",
                            "created_at",
                            "ended_at"),
                    "policy",
                    Set.of("id", "name"),
                    "outage",
                    Set.of(
                            "id",
                            "ups_id",
                            "started_at",
                            "ended_at",
                            "episodes",
                            "duration_seconds",
                            "min_battery_percent",
                            "min_runtime_seconds",
                            "max_load_percent",
                            "energy_wh"),
                    "items",
                    Set.of("time", "time_local", "severity", "severity_word", "line"));

    private Vocabulary() {}

    /**
     * @param path the sections around the name, outermost first, then the name
     */
    static boolean knows(List<String> path) {
        String name = path.get(path.size() - 1);
        if (name.equals(".") || known(name)) {
            return true;
        }
        return path.subList(0, path.size() - 1).stream()
                .anyMatch(section -> known(section + "." + name));
    }

    private static boolean known(String name) {
        if (PLAIN.contains(name) || PARTS.containsKey(name)) {
            return true;
        }
        String[] steps = name.split("\\.");
        return steps.length > 1 && PARTS.getOrDefault(steps[0], Set.of()).contains(steps[1]);
    }
}

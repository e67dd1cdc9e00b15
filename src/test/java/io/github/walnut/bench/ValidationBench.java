package io.github.walnut.bench;

import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.Capability.Effect;
import io.github.walnut.inventory.FakeInventory;
import io.github.walnut.policy.LearnedTimes;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.SiteView;
import io.github.walnut.policy.json.PolicyDocuments;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Reads and checks one policy of 32 actions on 32 hosts with 100 targets each, as JSON and as YAML.
 * Argument: repetitions (400).
 */
public final class ValidationBench {
    private static final int ACTIONS = 32;
    private static final int TARGETS = 100;

    private final PolicyDocuments documents = new PolicyDocuments();
    private final FakeInventory inventory = new FakeInventory();
    private final SiteView site;

    public ValidationBench() {
        Map<String, OptionalDouble> runtimes = new HashMap<>();
        Map<String, Set<String>> paths = new HashMap<>();
        for (int host = 0; host < ACTIONS; host++) {
            inventory.withHost("host-" + host, capability());
            for (int target = 0; target < TARGETS; target++) {
                String id = Integer.toString(200 + target);
                inventory.target(
                        "host-" + host, "vm", id, "guest-" + id, Map.of("tier", "t" + target % 3));
            }
            runtimes.put("ups-" + host + "@lab", OptionalDouble.of(900));
            paths.put("host-" + host, Set.of("host-0/vm:201"));
        }
        site = new SiteView(runtimes, paths, 10, LearnedTimes.NONE);
    }

    private static Capability capability() {
        Map<String, Object> params =
                Map.of(
                        "type",
                        "object",
                        "additionalProperties",
                        false,
                        "properties",
                        Map.of(
                                "timeout_s",
                                Map.of("type", "integer", "minimum", 1, "maximum", 600)));
        return FakeInventory.capability(
                "vm.lifecycle",
                "vm",
                FakeInventory.verb("shutdown", Effect.IDEMPOTENT, false, params),
                FakeInventory.verb("stop", Effect.IDEMPOTENT, false, Map.of()));
    }

    public static void main(String[] arguments) throws Exception {
        int repetitions = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 400;
        ValidationBench bench = new ValidationBench();
        System.out.println("cold, JSON:  " + Times.measure(0, 1, () -> bench.check(false)));
        System.out.println(
                "JSON:        "
                        + Times.measure(repetitions / 4, repetitions, () -> bench.check(false)));
        System.out.println(
                "YAML:        "
                        + Times.measure(repetitions / 4, repetitions, () -> bench.check(true)));
    }

    /** Reads the document of 32 actions and checks it against hosts, targets and UPSs. */
    public PolicyReading check(boolean yaml) {
        return documents.compile(
                documents.read(
                        yaml ? yaml() : json(), yaml ? "application/yaml" : "application/json"),
                inventory,
                site);
    }

    private static String json() {
        StringBuilder actions = new StringBuilder();
        for (int i = 0; i < ACTIONS; i++) {
            actions.append(i == 0 ? "" : ",").append(action(i));
        }
        return ("{\"version\":\"2.0\",\"name\":\"Everything down\",\"triggers\":[%s,"
                        + "{\"type\":\"metric.threshold\",\"metric\":\"charge_pct\",\"op\":\"<\",\"value\":30,\"ups\":\"ups-2\"}],"
                        + "\"conditions\":{\"all\":[{\"scope\":\"ups\",\"field\":\"status\",\"op\":\"=\",\"value\":\"OB\"}]},"
                        + "\"actions\":[%s],\"recovery\":{}}")
                .formatted(
                        "{\"type\":\"ups.state\",\"equals\":\"OB\",\"for\":\"2m\",\"ups\":\"ups-1\"}",
                        actions);
    }

    private static String action(int i) {
        List<String> selectors =
                List.of(
                        "\"external_ids\":[\"201-240\",\"guest-250\"]",
                        "\"names\":[\"guest-210\",\"guest-211\"]",
                        "\"query\":\"label.tier=t1 and not name~\\\"*9\\\"\"",
                        "\"labels\":{\"tier\":[\"t0\",\"t2\"]}");
        return ("{\"id\":\"s%d\",\"host_id\":\"host-%d\",\"capability\":\"vm.lifecycle\",\"verb\":\"shutdown\","
                        + "\"selector\":{%s},\"options\":{\"timeout\":90},\"stage\":%d,\"escalate\":[\"stop\"]%s}")
                .formatted(
                        i,
                        i,
                        selectors.get(i % selectors.size()),
                        i / 4,
                        i < 4 ? "" : ",\"after\":[\"s" + (i - 4) + "\"]");
    }

    /** The same as YAML, one action a line. */
    private static String yaml() {
        StringBuilder text =
                new StringBuilder(
                        "version: \"2.0\"\nname: Everything down\ntriggers:\n"
                                + "  - { type: ups.state, equals: OB, for: 2m, ups: ups-1 }\n"
                                + "  - { type: metric.threshold, metric: charge_pct, op: \"<\", value: 30, ups: ups-2 }\n"
                                + "conditions: { all: [ { scope: ups, field: status, op: \"=\", value: OB } ] }\n"
                                + "recovery: {}\nactions:\n");
        for (int i = 0; i < ACTIONS; i++) {
            text.append("  - ").append(action(i)).append('\n');
        }
        return text.toString();
    }
}

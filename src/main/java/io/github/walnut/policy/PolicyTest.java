package io.github.walnut.policy;

import io.github.walnut.inventory.TargetTypes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A test that stands in a policy: what is given, what happens when, and what must come of it. Runs
 * on a virtual clock against virtual targets.
 *
 * @param ups at the begin: fields of a sample by policy name or NUT variable, by UPS id or name
 * @param targets state at the begin, by {@code host/target}
 * @param armed whether policy and system are armed
 * @param when in rising order of time
 * @param pointer where it stands in the document as written
 */
public record PolicyTest(
        String name,
        Map<String, Map<String, Object>> ups,
        Map<String, String> targets,
        boolean armed,
        List<Happening> when,
        Expectation then,
        String pointer) {

    public PolicyTest {
        ups = Map.copyOf(ups);
        targets = canonical(targets);
        when = List.copyOf(when);
    }

    /**
     * @param at from the begin of the test
     * @param ups what changes, as in the begin
     * @param event name of a webhook that is called, or null
     * @param body of that call
     * @param fault what goes wrong, or null
     */
    public record Happening(
            Duration at,
            Map<String, Map<String, Object>> ups,
            String event,
            Map<String, Object> body,
            Fault fault) {
        public Happening {
            ups = Map.copyOf(ups);
            body = Map.copyOf(body);
        }
    }

    /**
     * @param kind {@code host_down}, {@code slow} or {@code refuse}
     * @param host that it befalls, or null for every host
     * @param slow by how much, else null
     */
    public record Fault(String kind, String host, Duration slow) {}

    /**
     * What a test claims; what is null or empty is not checked.
     *
     * @param matches exact number, or null
     * @param matched whether there is any match at all, or null
     * @param dispatched in this order
     * @param notDispatched {@code host/target}
     * @param result of the run
     * @param end state by {@code host/target}
     */
    public record Expectation(
            Integer matches,
            Boolean matched,
            List<Dispatched> dispatched,
            List<String> notDispatched,
            String result,
            Map<String, String> end) {
        public Expectation {
            dispatched = dispatched == null ? null : List.copyOf(dispatched);
            notDispatched = notDispatched.stream().map(TargetTypes::path).toList();
            end = canonical(end);
        }
    }

    /**
     * @param target {@code host/target}
     * @param notBefore from the begin of the test, or null
     * @param by latest, from the begin of the test, or null
     */
    public record Dispatched(String target, String verb, Duration notBefore, Duration by) {
        public Dispatched {
            target = target == null ? null : TargetTypes.path(target);
        }
    }

    private static Map<String, String> canonical(Map<String, String> byPath) {
        Map<String, String> canonical = new LinkedHashMap<>();
        byPath.forEach((path, state) -> canonical.put(TargetTypes.path(path), state));
        return Map.copyOf(canonical);
    }
}

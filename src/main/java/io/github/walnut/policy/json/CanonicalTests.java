package io.github.walnut.policy.json;

import io.github.walnut.policy.PolicyTest;
import io.github.walnut.policy.PolicyTest.Dispatched;
import io.github.walnut.policy.PolicyTest.Expectation;
import io.github.walnut.policy.PolicyTest.Fault;
import io.github.walnut.policy.PolicyTest.Happening;
import java.util.Map;
import java.util.TreeMap;

/** The tests of a policy in the canonical form; where they stand in the document is no part. */
final class CanonicalTests {
    private CanonicalTests() {}

    static Map<String, Object> test(PolicyTest test) {
        Map<String, Object> map = new TreeMap<>();
        map.put("name", test.name());
        map.put("ups", test.ups());
        map.put("targets", test.targets());
        map.put("armed", test.armed());
        map.put("when", test.when().stream().map(CanonicalTests::happening).toList());
        map.put("then", then(test.then()));
        return map;
    }

    private static Map<String, Object> happening(Happening happening) {
        Map<String, Object> map = new TreeMap<>();
        map.put("at_ms", CanonicalForm.millis(happening.at()));
        map.put("ups", happening.ups());
        map.put("event", happening.event());
        map.put("body", happening.body());
        map.put("fault", happening.fault() == null ? null : fault(happening.fault()));
        return map;
    }

    private static Map<String, Object> fault(Fault fault) {
        Map<String, Object> map = new TreeMap<>();
        map.put("kind", fault.kind());
        map.put("host", fault.host());
        map.put("slow_ms", CanonicalForm.millis(fault.slow()));
        return map;
    }

    private static Map<String, Object> then(Expectation then) {
        Map<String, Object> map = new TreeMap<>();
        map.put("matches", then.matches());
        map.put("matched", then.matched());
        map.put(
                "dispatched",
                then.dispatched() == null
                        ? null
                        : then.dispatched().stream().map(CanonicalTests::dispatched).toList());
        map.put("not_dispatched", then.notDispatched());
        map.put("result", then.result());
        map.put("finally", then.end());
        return map;
    }

    private static Map<String, Object> dispatched(Dispatched dispatched) {
        Map<String, Object> map = new TreeMap<>();
        map.put("target", dispatched.target());
        map.put("verb", dispatched.verb());
        map.put("not_before_ms", CanonicalForm.millis(dispatched.notBefore()));
        map.put("by_ms", CanonicalForm.millis(dispatched.by()));
        return map;
    }
}

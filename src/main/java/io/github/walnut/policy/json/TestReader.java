package io.github.walnut.policy.json;

import io.github.walnut.policy.PolicyTest;
import io.github.walnut.policy.PolicyTest.Dispatched;
import io.github.walnut.policy.PolicyTest.Expectation;
import io.github.walnut.policy.PolicyTest.Happening;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads one test of a policy: what is given, what happens, what must come of it. */
final class TestReader {
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final List<String> RESULTS =
            List.of(
                    "succeeded",
                    "partial",
                    "failed",
                    "nothing_to_do",
                    "empty_selection",
                    "held",
                    "reversed",
                    "cancelled",
                    "no_longer_met",
                    "lock_timeout",
                    "planning_failed");

    private final TestScene scene = new TestScene();

    PolicyTest read(Fields fields) {
        fields.require("name", "then");
        String name = fields.text("name", "");
        Fields given = fields.object("given");
        Map<String, Map<String, Object>> ups = Map.of();
        Map<String, String> targets = Map.of();
        boolean armed = true;
        if (given != null) {
            ups = scene.samples(given, "ups");
            targets = scene.states(given, "targets");
            armed = given.bool("armed", true);
            given.warnOfTheRest();
        }
        List<Happening> when = when(fields);
        Expectation then = then(fields.object("then"));
        fields.warnOfTheRest();
        return new PolicyTest(name, ups, targets, armed, when, then, fields.pointer());
    }

    private List<Happening> when(Fields fields) {
        List<Happening> when = new ArrayList<>();
        Duration before = Duration.ZERO;
        for (Fields item : fields.objects("when", Format.MAX_TEST_ENTRIES)) {
            Happening next = scene.happening(item, at(item));
            if (next.at().compareTo(before) < 0) {
                item.schema("at", "not_rising", "at is earlier than the one before it", null);
            }
            before = next.at();
            when.add(next);
        }
        return when;
    }

    private static Duration at(Fields fields) {
        fields.require("at");
        return fields.duration("at", Duration.ZERO, Duration.ZERO, LONGEST);
    }

    private Expectation then(Fields fields) {
        if (fields == null) {
            return new Expectation(null, null, null, List.of(), null, Map.of());
        }
        Expectation then =
                new Expectation(
                        matches(fields),
                        matched(fields),
                        fields.has("dispatched") ? dispatched(fields) : null,
                        fields.texts("not_dispatched", false),
                        fields.word("result", null, RESULTS),
                        scene.states(fields, "finally"));
        fields.texts("not_dispatched", false)
                .forEach(target -> scene.target(fields, "not_dispatched", target));
        fields.warnOfTheRest();
        return then;
    }

    private static Integer matches(Fields fields) {
        return fields.has("matches") && !fields.get("matches").isBoolean()
                ? fields.integer("matches", null, 0, Integer.MAX_VALUE)
                : null;
    }

    private static Boolean matched(Fields fields) {
        return fields.has("matches") && fields.get("matches").isBoolean()
                ? fields.get("matches").booleanValue()
                : null;
    }

    private List<Dispatched> dispatched(Fields fields) {
        return fields.objects("dispatched", Format.MAX_TEST_ENTRIES).stream()
                .map(this::dispatch)
                .toList();
    }

    private Dispatched dispatch(Fields fields) {
        String target = fields.requiredText("target");
        String verb = fields.requiredText("verb");
        if (target != null) {
            scene.target(fields, "target", target);
        }
        Dispatched dispatched =
                new Dispatched(
                        target,
                        verb,
                        fields.duration("not_before", null),
                        fields.duration("by", null));
        fields.warnOfTheRest();
        return dispatched;
    }
}

package io.github.walnut.virtual;

import io.github.walnut.policy.Decision;
import io.github.walnut.policy.PolicyTest.Dispatched;
import io.github.walnut.policy.PolicyTest.Expectation;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Compares what a test of a policy claims with what came about. */
final class TestClaims {

    private final UUID policyId;
    private final Expectation then;
    private final Laboratory laboratory;
    private final List<PolicyTests.Sent> sent;
    private final List<String> broken = new ArrayList<>();

    TestClaims(
            UUID policyId, Expectation then, Laboratory laboratory, List<PolicyTests.Sent> sent) {
        this.policyId = policyId;
        this.then = then;
        this.laboratory = laboratory;
        this.sent = sent;
    }

    /** In words, one for each claim. */
    List<String> broken() {
        matches();
        if (then.dispatched() != null) {
            dispatched();
        }
        then.notDispatched().forEach(this::notDispatched);
        result();
        then.end().forEach(this::end);
        return broken;
    }

    private void matches() {
        long matches =
                laboratory.store().decisions().stream()
                        .filter(decision -> decision.policyId().equals(policyId))
                        .filter(decision -> decision.kind() == Decision.Kind.MATCHED)
                        .count();
        if (then.matches() != null && matches != then.matches()) {
            broken.add("expected " + then.matches() + " matches, there were " + matches);
        }
        if (then.matched() != null && then.matched() != matches > 0) {
            broken.add(
                    then.matched()
                            ? "expected a match, there was none"
                            : "expected no match, there were " + matches);
        }
    }

    /** Each after the one before; others may stand between. */
    private void dispatched() {
        if (then.dispatched().isEmpty() && !sent.isEmpty()) {
            broken.add("expected no order, sent were: " + list());
        }
        int next = 0;
        for (Dispatched expected : then.dispatched()) {
            int found = next;
            while (found < sent.size() && !is(sent.get(found), expected)) {
                found++;
            }
            if (found == sent.size()) {
                String place = next == 0 ? "" : " after that of " + sent.get(next - 1).target();
                broken.add(
                        "expected "
                                + expected.verb()
                                + " of "
                                + expected.target()
                                + place
                                + ", sent were: "
                                + list());
                return;
            }
            inTime(sent.get(found), expected);
            next = found + 1;
        }
    }

    private static boolean is(PolicyTests.Sent order, Dispatched expected) {
        return order.target().equals(expected.target()) && order.verb().equals(expected.verb());
    }

    private void inTime(PolicyTests.Sent order, Dispatched expected) {
        Duration early = expected.notBefore();
        Duration late = expected.by();
        if (early != null && order.at().compareTo(early) < 0) {
            broken.add(order.target() + " at " + say(order.at()) + ", not before " + say(early));
        }
        if (late != null && order.at().compareTo(late) > 0) {
            broken.add(order.target() + " at " + say(order.at()) + ", expected by " + say(late));
        }
    }

    private void notDispatched(String target) {
        sent.stream()
                .filter(order -> order.target().equals(target))
                .findFirst()
                .ifPresent(
                        order ->
                                broken.add(
                                        "expected no order for "
                                                + target
                                                + ", "
                                                + order.verb()
                                                + " was sent at "
                                                + say(order.at())));
    }

    private void result() {
        if (then.result() == null) {
            return;
        }
        List<Run> runs =
                laboratory.runs().stream()
                        .filter(run -> run.state() != RunState.SUPPRESSED)
                        .toList();
        String result = runs.isEmpty() ? "no run" : runs.get(runs.size() - 1).result();
        if (!result.equals(then.result())) {
            broken.add("expected the result " + then.result() + ", it was " + result);
        }
    }

    private void end(String path, String state) {
        int slash = path.indexOf('/');
        String real =
                laboratory.world().target(path) == null
                        ? "not given"
                        : laboratory
                                .world()
                                .status(path.substring(0, slash), path.substring(slash + 1));
        if (!real.equals(state)) {
            broken.add("expected " + path + " to be " + state + " in the end, it is " + real);
        }
    }

    private String list() {
        return sent.isEmpty()
                ? "none"
                : String.join(
                        ", ",
                        sent.stream()
                                .map(
                                        order ->
                                                order.verb()
                                                        + " "
                                                        + order.target()
                                                        + " at "
                                                        + say(order.at()))
                                .toList());
    }

    private static String say(Duration at) {
        return at.toMillis() / 1000.0 + " s";
    }
}

package io.github.walnut.policy;

import io.github.walnut.policy.Policy.Action;
import io.github.walnut.ups.Severity;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks ids and {@code after} of actions: unique, existing, without a cycle, not into a later
 * stage.
 */
final class ActionOrder {
    private final List<Action> actions;
    private final Findings findings;
    private final Map<String, Integer> index = new HashMap<>();

    ActionOrder(List<Action> actions, Findings findings) {
        this.actions = actions;
        this.findings = findings;
    }

    void check() {
        for (int i = 0; i < actions.size(); i++) {
            String id = actions.get(i).id();
            if (index.putIfAbsent(id, i) != null) {
                blocker(
                        "/actions/" + i + "/id",
                        "duplicate_id",
                        "Action id '" + id + "' is used twice");
            }
        }
        for (int i = 0; i < actions.size(); i++) {
            for (int j = 0; j < actions.get(i).after().size(); j++) {
                checkAfter(i, j);
            }
        }
        for (int i = 0; i < actions.size(); i++) {
            if (reaches(i, i, new HashSet<>())) {
                blocker(
                        "/actions/" + i + "/after",
                        "after_cycle",
                        "Action '" + actions.get(i).id() + "' waits for itself");
            }
        }
    }

    private void checkAfter(int i, int j) {
        Action action = actions.get(i);
        String name = action.after().get(j);
        String pointer = "/actions/" + i + "/after/" + j;
        Integer other = index.get(name);
        if (other == null) {
            blocker(pointer, "unknown_action", "No action has the id '" + name + "'");
        } else if (actions.get(other).stage() > action.stage()) {
            blocker(
                    pointer,
                    "after_later_stage",
                    "Action '" + name + "' is of a later stage than '" + action.id() + "'");
        }
    }

    private boolean reaches(int from, int goal, Set<Integer> seen) {
        for (String name : actions.get(from).after()) {
            Integer next = index.get(name);
            if (next != null && (next == goal || (seen.add(next) && reaches(next, goal, seen)))) {
                return true;
            }
        }
        return false;
    }

    private void blocker(String pointer, String code, String message) {
        findings.compile(Severity.BLOCKER, pointer, code, message, null);
    }
}

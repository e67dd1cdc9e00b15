package io.github.walnut.policy;

import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.inventory.Resolution;
import io.github.walnut.inventory.SelectorResolver;
import io.github.walnut.inventory.Target;
import io.github.walnut.policy.Policy.Action;
import io.github.walnut.ups.Severity;
import java.util.List;

/** Checks what the selectors of a policy find in the present inventory. */
final class TargetValidator {
    private static final int MOST_TARGETS = 1000;

    private final Inventory inventory;
    private final SelectorResolver resolver;
    private final int confirmOver;
    private final Locations locations;
    private final Findings findings;

    TargetValidator(Inventory inventory, int confirmOver, Locations locations, Findings findings) {
        this.inventory = inventory;
        this.resolver = new SelectorResolver(inventory);
        this.confirmOver = confirmOver;
        this.locations = locations;
        this.findings = findings;
    }

    /** What the action selects now. */
    List<Target> check(int index, Action action, boolean dynamic) {
        String type = action.targetType();
        if (type == null || (!action.selector().given() && !type.equals("host"))) {
            return List.of();
        }
        Resolution resolution =
                resolver.resolve(action.selector(), action.hostId(), type, away(action.hostId()));
        for (Resolution.Note note : resolution.notes()) {
            add(SelectorNotes.severity(note), index, note.code(), note.message());
        }
        boolean read = type.equals("host") || inventory.readAt(action.hostId(), type).isPresent();
        if (!dynamic && !read) {
            add(
                    Severity.ERROR,
                    index,
                    "unresolved",
                    "Targets cannot be fixed without an inventory");
        }
        size(index, action, resolution.targets().size());
        return resolution.targets();
    }

    /** What is known of a host that does not answer may no longer be so. */
    private boolean away(String hostId) {
        return inventory.host(hostId).filter(host -> host.state() == Host.State.ERROR).isPresent();
    }

    private void size(int index, Action action, int count) {
        int all = inventory.targets(action.hostId(), action.targetType()).size();
        if (count > MOST_TARGETS) {
            add(
                    Severity.BLOCKER,
                    index,
                    "too_many_targets",
                    count + " targets, at most " + MOST_TARGETS);
        } else if (count > confirmOver || (count > 1 && count * 2 > all && all > 0)) {
            add(
                    Severity.WARN,
                    index,
                    "large_selection",
                    count + " of " + all + " targets are selected");
        }
    }

    private void add(Severity severity, int index, String code, String message) {
        findings.compile(severity, locations.action(index, "selector"), code, message, null);
    }
}

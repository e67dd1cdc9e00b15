package io.github.walnut.policy;

import io.github.walnut.inventory.Target;
import io.github.walnut.policy.PolicyLint.Planned;
import io.github.walnut.ups.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Looks at the actions of a policy: whom they hit, how fast, and what they cut off. */
final class ActionLint {
    private static final Duration HASTY = Duration.ofSeconds(30);

    private final Policy policy;
    private final List<Planned> actions;
    private final SiteView site;
    private final Locations locations;
    private final Findings findings;

    ActionLint(
            Policy policy,
            List<Planned> actions,
            SiteView site,
            Locations locations,
            Findings findings) {
        this.policy = policy;
        this.actions = actions;
        this.site = site;
        this.locations = locations;
        this.findings = findings;
    }

    void check() {
        for (Planned planned : actions) {
            selfTarget(planned);
            if (planned.stops()) {
                hastyForce(planned);
                pathCut(planned);
                noInverse(planned);
            }
        }
    }

    private void selfTarget(Planned planned) {
        planned.targets().stream()
                .filter(Target::self)
                .findFirst()
                .ifPresent(
                        self ->
                                add(
                                        Severity.WARN,
                                        locations.action(planned.index(), "selector"),
                                        "self_target",
                                        "walNUT itself runs on '%s', so it goes last of all"
                                                .formatted(name(self))));
    }

    private void hastyForce(Planned planned) {
        Duration patience = ActionBudget.of(planned.action(), planned.verb());
        if (!planned.action().escalate().isEmpty() && patience.compareTo(HASTY) <= 0) {
            add(
                    Severity.INFO,
                    "/actions/" + planned.index() + "/escalate",
                    "destructive_no_timeout",
                    "'%s' is forced already %s after '%s'"
                            .formatted(
                                    planned.action().escalate().get(0),
                                    DurationText.format(patience),
                                    planned.action().verb()));
        }
    }

    /** Orders to a later target would have to pass what is off by then. */
    private void pathCut(Planned earlier) {
        for (Planned later : actions) {
            Set<String> path = site.paths().getOrDefault(later.action().hostId(), Set.of());
            if (later.action().stage() <= earlier.action().stage() || path.isEmpty()) {
                continue;
            }
            earlier.targets().stream()
                    .filter(t -> path.contains(t.hostId()) || path.contains(name(t)))
                    .findFirst()
                    .ifPresent(
                            gear ->
                                    add(
                                            Severity.WARN,
                                            locations.action(earlier.index(), "selector"),
                                            "path_cut",
                                            "Orders to '%s' of action '%s' pass '%s', which is off by then"
                                                    .formatted(
                                                            later.action().hostId(),
                                                            later.action().id(),
                                                            name(gear))));
        }
    }

    private void noInverse(Planned planned) {
        boolean returns = policy.recovery() != null && policy.recovery().enabled();
        if (returns && planned.verb().inverse() == null && !planned.verb().inverseByParams()) {
            add(
                    Severity.WARN,
                    "/actions/" + planned.index() + "/verb",
                    "no_inverse",
                    "Nothing undoes '"
                            + planned.action().verb()
                            + "', so its targets are not started again");
        }
    }

    private static String name(Target target) {
        return target.hostId() + "/" + target.id();
    }

    private void add(Severity severity, String pointer, String code, String message) {
        findings.compile(severity, pointer, code, message, null);
    }
}

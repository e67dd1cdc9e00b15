package io.github.walnut.policy;

import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.inventory.Target;
import io.github.walnut.policy.Policy.Action;
import io.github.walnut.ups.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Checks a model against hosts, capabilities, targets and UPSs: the findings of phase compile. */
public final class PolicyValidator {
    private static final Duration LARGE_WINDOW = Duration.ofHours(24);

    private final Inventory inventory;
    private final SiteView site;
    private final ActionForm form;

    public PolicyValidator(Inventory inventory, SiteView site, ActionForm form) {
        this.inventory = inventory;
        this.site = site;
        this.form = form;
    }

    /** Adds what it finds, and returns which UPSs the bare names of the policy mean. */
    public UpsMeanings resolve(Policy policy, Locations locations, Findings findings) {
        return new UpsResolver(site.upsIds(), site.meanings(), locations, findings).resolve(policy);
    }

    /** Adds what it finds, and returns the model with today's names and defaults filled in. */
    public Policy check(Policy policy, Locations locations, Findings findings) {
        new ActionOrder(policy.actions(), findings).check();
        ActionValidator validator = new ActionValidator(inventory, form, locations, findings);
        TargetValidator targets =
                new TargetValidator(inventory, site.confirmOver(), locations, findings);
        List<Action> actions = new ArrayList<>();
        List<PolicyLint.Planned> planned = new ArrayList<>();
        for (int i = 0; i < policy.actions().size(); i++) {
            Action action = validator.check(i, policy.actions().get(i));
            actions.add(action);
            if (inventory.host(action.hostId()).isPresent()) {
                List<Target> found = targets.check(i, action, policy.dynamicResolution());
                planned.add(new PolicyLint.Planned(i, action, verb(action), found));
            }
            neverHost(i, action, policy, locations, findings);
        }
        subjects(policy, locations, findings);
        windows(policy, locations, findings);
        Policy named = withActions(policy, actions);
        planned.removeIf(one -> !one.action().enabled());
        new PolicyLint(named, planned, site, locations, findings).check();
        return named;
    }

    /** The model with today's names and defaults filled in, whatever is wrong with it. */
    public Policy named(Policy policy, Locations locations) {
        ActionValidator validator = new ActionValidator(inventory, form, locations, new Findings());
        List<Action> actions = new ArrayList<>();
        for (int i = 0; i < policy.actions().size(); i++) {
            actions.add(validator.check(i, policy.actions().get(i)));
        }
        return withActions(policy, actions);
    }

    private Capability.Verb verb(Action action) {
        return inventory.capabilities(action.hostId()).stream()
                .filter(capability -> capability.id().equals(action.capability()))
                .findFirst()
                .map(capability -> capability.verbs().get(action.verb()))
                .orElse(null);
    }

    private void neverHost(
            int index, Action action, Policy policy, Locations locations, Findings findings) {
        if (PolicyTargets.excluded(inventory, policy, action.hostId())) {
            findings.compile(
                    Severity.WARN,
                    locations.action(index, "host"),
                    "never_host_used",
                    "Host '" + action.hostId() + "' is excluded by never_hosts",
                    null);
        }
    }

    private void subjects(Policy policy, Locations locations, Findings findings) {
        for (int i = 0; i < policy.triggers().size(); i++) {
            String pointer = locations.trigger(i, "ups");
            Trigger.UpsScope scope = policy.triggers().get(i).ups();
            if (scope.feeds()) {
                feeds(policy, pointer, findings);
            }
        }
        Stream.concat(policy.all().stream(), policy.any().stream())
                .forEach(condition -> subjects(condition, findings));
    }

    private void subjects(Condition condition, Findings findings) {
        if (condition.host() != null && inventory.host(condition.host()).isEmpty()) {
            findings.compile(
                    Severity.ERROR,
                    condition.pointer() + "/host",
                    "unknown_host",
                    "Unknown host '" + condition.host() + "'",
                    Nearest.hint(
                            condition.host(), inventory.hosts().stream().map(Host::id).toList()));
        }
    }

    private void feeds(Policy policy, String pointer, Findings findings) {
        policy.actions().stream()
                .flatMap(action -> inventory.host(action.hostId()).stream())
                .distinct()
                .forEach(host -> feeds(host, pointer, findings));
    }

    private void feeds(Host host, String pointer, Findings findings) {
        if (host.feeds() != null) {
            UpsResolver resolver =
                    new UpsResolver(site.upsIds(), UpsMeanings.NONE, Locations.NONE, findings);
            host.feeds().sources().forEach(name -> resolver.feed(name, pointer));
            return;
        }
        findings.compile(
                Severity.ERROR,
                pointer,
                "no_feeds",
                "Nobody declared which UPSs feed host '" + host.id() + "'",
                "Declare its feeds, or name the UPSs here");
    }

    private static void windows(Policy policy, Locations locations, Findings findings) {
        window(policy.suppression(), locations.of("/suppression"), findings);
        window(policy.idempotency(), "/idempotency_window", findings);
    }

    private static void window(Duration window, String pointer, Findings findings) {
        if (window.compareTo(LARGE_WINDOW) > 0) {
            findings.compile(
                    Severity.WARN,
                    pointer,
                    "large_window",
                    "A window is longer than 24 hours",
                    null);
        }
    }

    private static Policy withActions(Policy p, List<Action> actions) {
        return new Policy(
                p.name(),
                p.description(),
                p.enabled(),
                p.priority(),
                p.stopOnMatch(),
                p.dynamicResolution(),
                p.logic(),
                p.triggers(),
                p.all(),
                p.any(),
                actions,
                p.suppression(),
                p.idempotency(),
                p.globalLock(),
                p.neverHosts(),
                p.recovery(),
                p.tests(),
                p.notes());
    }
}

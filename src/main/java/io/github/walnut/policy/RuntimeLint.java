package io.github.walnut.policy;

import io.github.walnut.inventory.Target;
import io.github.walnut.policy.PolicyLint.Planned;
import io.github.walnut.ups.Severity;
import io.github.walnut.ups.UpsState;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares what a policy takes with what the batteries give. */
final class RuntimeLint {
    private static final Set<UpsState> ON_MAINS = EnumSet.of(UpsState.OL, UpsState.CHRG);

    private record Shortest(String ups, Duration runtime) {}

    private final Policy policy;
    private final List<Planned> actions;
    private final SiteView site;
    private final Locations locations;
    private final Findings findings;

    RuntimeLint(
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

    /** Of a policy that stops something. */
    void check() {
        List<Trigger> outage =
                policy.triggers().stream()
                        .filter(Trigger::aboutUps)
                        .filter(trigger -> !ON_MAINS.contains(PolicyLint.state(trigger)))
                        .toList();
        hostSync(outage);
        shortest(outage)
                .ifPresent(
                        least -> {
                            duration(outage, least);
                            suppression(least);
                        });
    }

    private void duration(List<Trigger> outage, Shortest least) {
        Duration stable =
                outage.stream().map(PolicyLint::window).reduce(Duration.ZERO, RuntimeLint::longer);
        List<StageTime> stages = stages();
        Duration free = StageTime.total(stages, Integer.MAX_VALUE);
        if (stable.plus(free).compareTo(least.runtime()) > 0) {
            warn(
                    "/actions",
                    "duration_vs_runtime",
                    "%s of waiting and up to %s of stages are more than the %s that %s lasts"
                            .formatted(
                                    text(stable), text(free), text(least.runtime()), least.ups()));
            return;
        }
        Duration limited = stable.plus(StageTime.total(stages, site.callsInFlight()));
        StageTime.enough(stages, site.callsInFlight(), least.runtime().minus(stable))
                .ifPresent(
                        enough ->
                                warn(
                                        "/actions",
                                        "concurrency_limit",
                                        ("With %d orders at once it may take %s, longer than the %s"
                                                        + " that %s lasts; %d at once would do")
                                                .formatted(
                                                        site.callsInFlight(),
                                                        text(limited),
                                                        text(least.runtime()),
                                                        least.ups(),
                                                        enough)));
    }

    /** What waits for the targets of a UPS does not wait for ever. */
    private void hostSync(List<Trigger> outage) {
        Duration wait = site.primaries().hostSync();
        Duration plan = StageTime.total(stages(), site.callsInFlight());
        if (plan.compareTo(wait) <= 0) {
            return;
        }
        site.primaries().upsIds().stream()
                .filter(
                        ups ->
                                outage.stream()
                                        .anyMatch(
                                                t ->
                                                        site.primaries()
                                                                .fed()
                                                                .listens(policy, t, ups)))
                .sorted()
                .forEach(
                        ups ->
                                warn(
                                        "/actions",
                                        SiteView.Primaries.TOO_SHORT,
                                        "It may take %s, and the primary of %s waits %s for it"
                                                .formatted(text(plan), ups, text(wait))));
    }

    private void suppression(Shortest least) {
        if (policy.suppression().compareTo(least.runtime()) > 0) {
            warn(
                    locations.of("/suppression"),
                    "window_vs_outage",
                    "A second outage within %s is let pass, and %s lasts only %s"
                            .formatted(
                                    text(policy.suppression()),
                                    least.ups(),
                                    text(least.runtime())));
        }
    }

    /** Each lasts as long as its slowest action may; what walNUT runs on waits for all others. */
    private List<StageTime> stages() {
        Map<Integer, List<Planned>> byStage =
                actions.stream()
                        .filter(planned -> planned.verb() != null)
                        .collect(Collectors.groupingBy(RuntimeLint::stage));
        return byStage.values().stream()
                .map(
                        together ->
                                new StageTime(
                                        together.stream()
                                                .map(this::time)
                                                .reduce(Duration.ZERO, RuntimeLint::longer),
                                        together.stream()
                                                .map(planned -> planned.action().hostId())
                                                .collect(Collectors.toSet())
                                                .size()))
                .toList();
    }

    private static int stage(Planned planned) {
        boolean self =
                !planned.targets().isEmpty() && planned.targets().stream().allMatch(Target::self);
        return self ? Integer.MAX_VALUE : planned.action().stage();
    }

    private Duration time(Planned planned) {
        Duration each = ActionBudget.of(planned.action(), planned.verb());
        Duration declared = each.multipliedBy(1L + planned.action().escalate().size());
        return planned.action()
                .delay()
                .plus(
                        planned.targets().stream()
                                .map(target -> time(planned.action(), target, declared))
                                .max(Duration::compareTo)
                                .orElse(declared));
    }

    private Duration time(Policy.Action action, Target target, Duration declared) {
        return site.times()
                .of(target, action.capability(), action.verb(), action.params())
                .map(time -> time.within(declared))
                .orElse(declared);
    }

    private Optional<Shortest> shortest(List<Trigger> outage) {
        return site.runtimes().entrySet().stream()
                .filter(ups -> ups.getValue().isPresent())
                .filter(ups -> outage.stream().anyMatch(t -> listens(t, ups.getKey())))
                .map(
                        ups ->
                                new Shortest(
                                        ups.getKey(),
                                        Duration.ofSeconds((long) ups.getValue().getAsDouble())))
                .min(
                        java.util.Comparator.comparing(Shortest::runtime)
                                .thenComparing(Shortest::ups));
    }

    private static boolean listens(Trigger trigger, String upsId) {
        return !trigger.ups().feeds() && trigger.ups().includes(upsId);
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static String text(Duration duration) {
        return DurationText.format(duration);
    }

    private void warn(String pointer, String code, String message) {
        findings.compile(Severity.WARN, pointer, code, message, null);
    }
}

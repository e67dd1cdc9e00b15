package io.github.walnut.virtual;

import io.github.walnut.dispatch.Dispatcher;
import io.github.walnut.dispatch.Settings;
import io.github.walnut.inventory.Capability;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.json.PolicyDocuments;
import io.github.walnut.run.Journal;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunRequest;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.EventName;
import io.github.walnut.ups.Severity;
import io.github.walnut.ups.UpsConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A made-up outage of a made-up site, played to its end on virtual time in a fraction of a second.
 * Afterwards the program has loaded and compiled what the first real outage needs; nothing of it
 * reaches a store, a host or a listener.
 */
public final class PlayedOutage {

    private static final int HOSTS = 20;
    private static final int MACHINES = 6;
    private static final String UPS = "made-up@nowhere";
    private static final int LONGEST_SECONDS = 600;

    private PlayedOutage() {}

    /** The run that it led to, with its steps. */
    public static Journal.Entry play() {
        VirtualSite site = new VirtualSite(List.of(machines()));
        LaboratoryPlan plan =
                new LaboratoryPlan(
                        VirtualTime.ORIGIN,
                        site,
                        List.of(),
                        List.of(),
                        Settings.DEFAULT.withMaxConcurrentActions(HOSTS),
                        UpsConfig.defaults(),
                        Duration.ofSeconds(1),
                        true,
                        1);
        try (Laboratory laboratory = new Laboratory(plan);
                Dispatcher dispatcher = VirtualDispatch.of(laboratory, List.of(), run -> true)) {
            for (int host = 0; host < HOSTS; host++) {
                site.host("h" + host, false);
                for (int machine = 0; machine < MACHINES; machine++) {
                    site.target("h" + host, "vm", "" + machine, "running");
                    laboratory.world().put("h" + host, "vm:" + machine, "running");
                }
            }
            UUID run = dispatcher.start(request());
            for (int s = 0; s < LONGEST_SECONDS && !dispatcher.active().isEmpty(); s++) {
                laboratory.pass(Duration.ofSeconds(1));
            }
            return laboratory.store().find(run).orElseThrow();
        }
    }

    private static RunRequest request() {
        UUID outage = new UUID(0x7000L, 0x8000_0000_0000_0003L);
        Event event =
                new Event(
                        outage,
                        Event.Type.UPS,
                        "ups.state",
                        EventName.MAINS_LOST.word(),
                        Severity.WARN,
                        new Event.Subject("ups", UPS),
                        Map.of("from", List.of("OL"), "to", List.of("OB")),
                        VirtualTime.ORIGIN,
                        outage,
                        outage,
                        false,
                        "Mains lost",
                        "made-up");
        return new RunRequest(
                Run.Kind.EVENT,
                Run.Mode.LIVE,
                policy(),
                null,
                UPS,
                event,
                outage,
                outage,
                1,
                "system",
                null);
    }

    private static Capability machines() {
        Capability.Verb stop =
                new Capability.Verb(
                        "stop",
                        Capability.Effect.IDEMPOTENT,
                        Capability.Confirm.STATE,
                        Duration.ofMinutes(1),
                        null,
                        false,
                        true,
                        false,
                        false,
                        Capability.DryRun.REQUIRED,
                        List.of(),
                        Map.of());
        return new Capability(
                "vm.lifecycle", "Machines", List.of("vm"), Map.of("stop", stop), List.of());
    }

    private static StoredPolicy policy() {
        String actions =
                IntStream.range(0, HOSTS)
                        .mapToObj(
                                host ->
                                        """
                                        {"host_id": "h%d", "capability": "vm.lifecycle",
                                         "verb": "stop", "selector": {"all": true}}
                                        """
                                                .formatted(host))
                        .collect(Collectors.joining(","));
        String document =
                """
                {"version": "2.0", "name": "A made-up outage",
                 "trigger": {"type": "status_transition", "from": "OL", "to": "OB",
                             "stable_for": "5s", "ups": "made-up"},
                 "actions": [%s]}
                """
                        .formatted(actions);
        PolicyReading read = new PolicyDocuments().read(document, "application/json");
        return new StoredPolicy(
                new UUID(0x7000L, 0x8000_0000_0000_0002L),
                read.policy(),
                document,
                "application/json",
                StoredPolicy.Status.ENABLED,
                true,
                read.behaviourHash(),
                read.hash(),
                read.behaviourHash(),
                1,
                read.findings(),
                VirtualTime.ORIGIN,
                "system",
                VirtualTime.ORIGIN,
                "system");
    }
}

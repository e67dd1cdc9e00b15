package io.github.walnut.app;

import io.github.walnut.api.UpsReads;
import io.github.walnut.policy.Trigger;
import io.github.walnut.publish.UpsView;
import io.github.walnut.road.Matching;
import io.github.walnut.rules.PolicySession;
import io.github.walnut.store.UpsDevice;
import io.github.walnut.store.UpsRepository;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsFleet;
import io.github.walnut.ups.UpsId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is known about each UPS, with what people call it and what will happen next. */
final class UpsViews implements UpsReads {

    private final UpsFleet fleet;
    private final Matching matching;
    private final UpsRepository repository;
    private final Map<String, UpsDevice> devices = new ConcurrentHashMap<>();

    UpsViews(UpsFleet fleet, Matching matching, UpsRepository repository) {
        this.fleet = fleet;
        this.matching = matching;
        this.repository = repository;
        repository.all().forEach(device -> devices.put(device.id(), device));
    }

    @Override
    public List<UpsView> all() {
        return fleet.all().stream().map(this::of).toList();
    }

    UpsView of(UpsFacts facts) {
        UpsDevice device = devices.get(facts.upsId());
        return new UpsView(
                facts,
                device == null ? null : device.displayName(),
                device == null ? null : device.description(),
                device == null ? null : device.manufacturer(),
                device == null ? null : device.model(),
                next(facts.upsId()),
                device == null ? 1 : device.version());
    }

    private UpsView.Next next(String upsId) {
        return matching.pending(upsId).stream().findFirst().map(UpsViews::next).orElse(null);
    }

    /** What is pending for a UPS, the nearest of each policy. */
    Map<UUID, UpsView.Next> pending(String upsId) {
        return matching.pending(upsId).stream()
                .map(UpsViews::next)
                .collect(
                        Collectors.toMap(
                                UpsView.Next::policyId,
                                Function.identity(),
                                (nearest, later) -> nearest,
                                LinkedHashMap::new));
    }

    private static UpsView.Next next(PolicySession.Pending pending) {
        Trigger trigger = pending.policy().policy().triggers().get(pending.trigger());
        return new UpsView.Next(
                pending.policy().id(),
                pending.policy().policy().name(),
                pending.dueAt(),
                reason(trigger));
    }

    private static String reason(Trigger trigger) {
        if (trigger instanceof Trigger.Transition transition) {
            return "stable_for " + transition.stableFor().toSeconds() + "s";
        }
        if (trigger instanceof Trigger.InState state) {
            return "for " + state.holdFor().toSeconds() + "s";
        }
        return "window";
    }

    /** Stores what a listing calls the UPS, when it is news. */
    void learn(UpsId ups, String description, Instant now) {
        learn(
                new UpsDevice(
                        ups.toString(),
                        ups.server(),
                        ups.name(),
                        null,
                        description,
                        null,
                        null,
                        null,
                        Map.of(),
                        0,
                        now,
                        null));
    }

    private void learn(UpsDevice device) {
        UpsDevice known = devices.get(device.id());
        if (known == null || !same(known, device)) {
            repository.save(device);
            devices.put(device.id(), device);
        }
    }

    void forget(String upsId) {
        devices.remove(upsId);
    }

    UpsDevice device(String upsId) {
        return devices.get(upsId);
    }

    private static boolean same(UpsDevice a, UpsDevice b) {
        return java.util.Objects.equals(a.description(), b.description())
                && java.util.Objects.equals(a.manufacturer(), b.manufacturer())
                && java.util.Objects.equals(a.model(), b.model())
                && java.util.Objects.equals(a.serial(), b.serial());
    }
}

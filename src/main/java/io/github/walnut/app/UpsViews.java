package io.github.walnut.app;

import io.github.walnut.api.UpsReads;
import io.github.walnut.policy.Trigger;
import io.github.walnut.publish.UpsView;
import io.github.walnut.road.Matching;
import io.github.walnut.rules.PolicySession;
import io.github.walnut.store.UpsDevice;
import io.github.walnut.store.UpsRepository;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Sample;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsFleet;
import io.github.walnut.ups.UpsId;
import io.github.walnut.ups.UpsIdentity;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is known about each UPS, with what people call it and what will happen next. */
final class UpsViews implements UpsReads {

    private final UpsFleet fleet;
    private final Matching matching;
    private final UpsRepository repository;
    private final UpsSettings settings;
    private final Clock clock;
    private final Map<String, UpsDevice> devices = new ConcurrentHashMap<>();

    /** Of the last full poll; fast polls do not read it. */
    private final Map<String, UpsIdentity> identities = new ConcurrentHashMap<>();

    UpsViews(
            UpsFleet fleet,
            Matching matching,
            UpsRepository repository,
            UpsSettings settings,
            Clock clock) {
        this.fleet = fleet;
        this.matching = matching;
        this.repository = repository;
        this.settings = settings;
        this.clock = clock;
        repository.all().forEach(device -> devices.put(device.id(), device));
    }

    @Override
    public List<UpsView> all() {
        return fleet.all().stream().map(this::of).toList();
    }

    UpsView of(UpsFacts facts) {
        return of(facts, next(facts.upsId()));
    }

    /**
     * As it is now.
     *
     * @param next with what is pending; without, no policy is asked
     */
    Optional<UpsView> find(String upsId, boolean next) {
        return fleet.facts(upsId).map(facts -> of(facts, next ? next(upsId) : null));
    }

    private UpsView of(UpsFacts facts, UpsView.Next next) {
        UpsDevice device = devices.get(facts.upsId());
        return new UpsView(
                facts,
                device == null ? null : device.displayName(),
                device == null ? null : device.description(),
                identity(facts),
                next,
                device == null ? 1 : Math.max(1, device.version()));
    }

    private UpsIdentity identity(UpsFacts facts) {
        Sample last = facts.last();
        if (last != null && last.poll() == Sample.Poll.FULL) {
            identities.put(facts.upsId(), UpsIdentity.of(last.variables()));
        }
        return identity(facts.upsId());
    }

    private UpsIdentity identity(String upsId) {
        UpsIdentity heard = identities.get(upsId);
        UpsDevice device = devices.get(upsId);
        return heard != null ? heard : device == null ? UpsIdentity.UNKNOWN : stored(device);
    }

    private static UpsIdentity stored(UpsDevice device) {
        return new UpsIdentity(device.manufacturer(), device.model(), device.serial());
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

    /**
     * Stores what a listing calls the UPS, and what the device says it is, when it is news; what a
     * person said of it stays.
     */
    void learn(UpsId ups, String description, Instant now) {
        UpsDevice known = devices.get(ups.toString());
        if (known == null) {
            keep(device(ups, null, description, Map.of(), 1, now));
        } else if (!Objects.equals(known.description(), description)
                || !stored(known).equals(identity(known.id()))) {
            keep(
                    changed(
                            known,
                            known.displayName(),
                            description,
                            known.settings(),
                            known.version()));
        }
    }

    /** What a person has set of the UPS. */
    Map<String, Object> settings(String upsId) {
        UpsDevice known = devices.get(upsId);
        return known == null ? Map.of() : known.settings();
    }

    /** A person calls it so, or wants it watched so; in force from the next poll on. */
    synchronized void change(String upsId, String displayName, Map<String, Object> chosen) {
        UpsDevice known = devices.get(upsId);
        UpsDevice now =
                known == null
                        ? device(UpsId.parse(upsId), displayName, null, chosen, 1, clock.now())
                        : changed(
                                known,
                                displayName,
                                known.description(),
                                chosen,
                                Math.max(1, known.version()) + 1);
        keep(now);
        settings.put(upsId, chosen);
    }

    /** The UPSs whose primaries are to wait for walNUT's targets. */
    Set<String> held() {
        return devices.values().stream()
                .filter(device -> Boolean.TRUE.equals(device.settings().get(UpsSettings.HOLD)))
                .map(UpsDevice::id)
                .collect(Collectors.toSet());
    }

    private void keep(UpsDevice device) {
        repository.save(device);
        devices.put(device.id(), device);
    }

    private UpsDevice device(
            UpsId ups,
            String displayName,
            String description,
            Map<String, Object> chosen,
            int version,
            Instant now) {
        UpsIdentity identity = identity(ups.toString());
        return new UpsDevice(
                ups.toString(),
                ups.server(),
                ups.name(),
                displayName,
                description,
                identity.manufacturer(),
                identity.model(),
                identity.serial(),
                chosen,
                version,
                now,
                null);
    }

    private UpsDevice changed(
            UpsDevice known,
            String displayName,
            String description,
            Map<String, Object> chosen,
            int version) {
        UpsIdentity identity = identity(known.id());
        return new UpsDevice(
                known.id(),
                known.serverId(),
                known.name(),
                displayName,
                description,
                identity.manufacturer(),
                identity.model(),
                identity.serial(),
                chosen,
                version,
                known.firstSeenAt(),
                known.lastSeenAt());
    }

    void forget(String upsId) {
        devices.remove(upsId);
        identities.remove(upsId);
        settings.forget(upsId);
    }

    UpsDevice device(String upsId) {
        return devices.get(upsId);
    }
}

package io.github.walnut.rules;

import io.github.walnut.policy.Decision;
import io.github.walnut.policy.FactAge;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.json.PolicyDocuments;
import io.github.walnut.ups.Metric;
import io.github.walnut.ups.Sample;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsFacts.Holding;
import io.github.walnut.ups.UpsFacts.PowerSource;
import io.github.walnut.ups.UpsState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A session with a clock that the test drives, and UPSs whose status it sets. */
final class Scene implements AutoCloseable {
    static final java.time.ZoneId BERLIN = java.time.ZoneId.of("Europe/Berlin");
    static final UUID OUTAGE = new UUID(7, 7);
    static final FactAge AGE = new FactAge(Duration.ofSeconds(15));

    final PolicySession session;
    Instant now = Instant.parse("2026-03-01T12:00:00Z");
    boolean armed = true;
    final SceneInventory site = new SceneInventory();
    final Map<String, io.github.walnut.inventory.Feeds> feeds = site.feeds;
    private final Map<String, UpsFacts> facts = new HashMap<>();
    private final Map<String, Long> epochs = new HashMap<>();
    private final Map<Metric, Double> values = new EnumMap<>(Metric.class);

    Scene() {
        this(new RuleMatcher(PolicySession.FIRING_LIMIT));
    }

    Scene(Matcher matcher) {
        this.session = new PolicySession(AGE, () -> armed, BERLIN, site, matcher);
    }

    Scene(Scene before) {
        this();
        now = before.now;
        facts.putAll(before.facts);
        epochs.putAll(before.epochs);
        values.putAll(before.values);
    }

    static UUID id(int number) {
        return new UUID(0, number);
    }

    /** An armed policy from a document of format 2. */
    StoredPolicy policy(int id, String yaml) {
        String whole =
                "version: '2.0'\nname: policy "
                        + id
                        + (yaml.contains("actions:")
                                ? "\n"
                                : "\nactions: [{host_id: h1, capability: power.control, verb:"
                                        + " shutdown}]\n")
                        + yaml;
        PolicyReading reading = new PolicyDocuments().read(whole, "application/yaml");
        if (reading.policy() == null) {
            throw new IllegalArgumentException(reading.findings().toString());
        }
        return new StoredPolicy(
                id(id),
                reading.policy(),
                whole,
                "application/yaml",
                reading.policy().enabled()
                        ? StoredPolicy.Status.ENABLED
                        : StoredPolicy.Status.DISABLED,
                true,
                reading.behaviourHash(),
                reading.hash(),
                reading.behaviourHash(),
                1,
                reading.findings(),
                now,
                "test",
                now,
                "test");
    }

    static StoredPolicy disarmed(StoredPolicy p) {
        return new StoredPolicy(
                p.id(),
                p.policy(),
                p.document(),
                p.mediaType(),
                p.status(),
                false,
                null,
                p.hash(),
                p.behaviourHash(),
                p.versionInt(),
                p.findings(),
                p.createdAt(),
                p.createdBy(),
                p.updatedAt(),
                p.updatedBy());
    }

    void put(int id, String yaml) {
        session.put(policy(id, yaml), now);
    }

    void value(Metric metric, double value) {
        values.put(metric, value);
    }

    /** A good poll with these flags; states that walNUT derives may stand among them. */
    List<Decision> poll(String ups, String flags) {
        return update(facts(ups, flags, now, null, "reported"));
    }

    List<Decision> update(UpsFacts latest) {
        facts.put(latest.upsId(), latest);
        return session.update(latest, null, now);
    }

    UpsFacts last(String ups) {
        return facts.get(ups);
    }

    UpsFacts facts(String ups, String flags, Instant goodAt, String cause, String source) {
        UpsFacts before = facts.get(ups);
        Map<UpsState, Holding> states = new EnumMap<>(UpsState.class);
        boolean test = flags.contains("CAL") || flags.contains("TEST");
        for (String flag : flags.isEmpty() ? new String[0] : flags.split(" ")) {
            UpsState state = UpsState.of(flag).orElseThrow();
            boolean excused = test && (state == UpsState.OB || state == UpsState.LB);
            states.put(state, holding(ups, state, before, excused, source));
        }
        Sample sample =
                new Sample(
                        ups,
                        goodAt == null ? now : goodAt,
                        1,
                        Sample.Poll.FULL,
                        values,
                        java.util.Set.of(),
                        flags,
                        Map.of("ups.status", flags, "ups.delay.shutdown", "20"),
                        List.of());
        return new UpsFacts(
                ups,
                states,
                goodAt == null && before == null ? null : sample,
                goodAt,
                cause == null,
                cause,
                states.containsKey(UpsState.OB) ? PowerSource.BATTERY : PowerSource.MAINS,
                states.containsKey(UpsState.OB) ? OUTAGE : null,
                0,
                0,
                0,
                0,
                false,
                now);
    }

    private Holding holding(
            String ups, UpsState state, UpsFacts before, boolean excused, String source) {
        Holding earlier = before == null ? null : before.states().get(state);
        if (earlier != null && earlier.excused() == excused) {
            return new Holding(
                    earlier.since(), earlier.epoch(), excused, source, earlier.initial());
        }
        long epoch = earlier != null ? earlier.epoch() : epochs.merge(ups + state, 1L, Long::sum);
        return new Holding(now, epoch, excused, source, before == null);
    }

    /** The wall clock is set. */
    void shift(java.time.Duration by) {
        session.shift(by);
        now = now.plus(by);
        facts.replaceAll((id, known) -> new io.github.walnut.ups.TimeShift(by).facts(known));
    }

    void forget(String ups) {
        facts.remove(ups);
        session.forget(ups, now);
    }

    void pass(String duration) {
        now = now.plus(io.github.walnut.policy.DurationText.parse(duration));
    }

    List<Decision> tickAfter(String duration) {
        pass(duration);
        return session.tick(now);
    }

    /** Polls the same flags every 5 s for a while and gathers what was decided. */
    List<Decision> pollFor(String duration, String ups, String flags) {
        Instant end = now.plus(io.github.walnut.policy.DurationText.parse(duration));
        List<Decision> decisions = new ArrayList<>();
        while (now.isBefore(end)) {
            now = now.plusSeconds(5).isAfter(end) ? end : now.plusSeconds(5);
            decisions.addAll(poll(ups, flags));
            decisions.addAll(session.tick(now));
        }
        return decisions;
    }

    @Override
    public void close() {
        session.close();
    }
}

package io.github.walnut.ups;

import io.github.walnut.ups.UpsFacts.Holding;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Events that an admin injects to see what would happen. They change no facts: what they claim is
 * laid over a copy of the facts, as if it had held for a while already.
 */
public final class SyntheticEvents {

    /** Of an entering that never was: real ones count from 1. */
    private static final long MADE_UP = -1;

    private final Ids ids;

    public SyntheticEvents(Ids ids) {
        this.ids = ids;
    }

    /**
     * @param before the facts with the state that is left, where it does not hold anyway; or null
     * @param began the facts when it is said to have begun
     * @param overlay the facts on which the event is to be judged
     * @param heldFor how long they count as having been so
     */
    public record Injection(
            Event event, UpsFacts before, UpsFacts began, UpsFacts overlay, Duration heldFor) {

        /** The same, told with more attributes and as of another moment. */
        public Injection told(Map<String, Object> attrs, Instant at) {
            Map<String, Object> all = new LinkedHashMap<>(attrs);
            all.putAll(event.attrs());
            return new Injection(
                    new Event(
                            event.id(),
                            event.type(),
                            event.kind(),
                            event.name(),
                            event.severity(),
                            event.subject(),
                            all,
                            at,
                            event.correlationId(),
                            event.outageId(),
                            true,
                            event.message(),
                            event.edgeKey()),
                    before,
                    began,
                    overlay,
                    heldFor);
        }
    }

    /**
     * A UPS leaves one state and enters another.
     *
     * @param heldFor windows up to this length count as over
     */
    public Injection state(
            UpsFacts facts, UpsState from, UpsState to, Duration heldFor, Instant now) {
        Instant since = now.minus(heldFor);
        Holding holding = new Holding(since, MADE_UP, false, Step.REPORTED, false);
        Map<UpsState, Holding> states = new EnumMap<>(UpsState.class);
        states.putAll(facts.states());
        states.remove(from);
        states.remove(opposite(to));
        states.put(to, holding);
        Sample sample = sampleWith(facts, states.keySet(), now);
        UpsFacts overlay = overlay(facts, states, sample, to, heldFor, now);
        EventName name = entering(to);
        Map<String, Object> attrs = new LinkedHashMap<>();
        attrs.put("state", to.word());
        attrs.put("flag", to.flag());
        attrs.put("entered", true);
        attrs.put("initial", false);
        attrs.put("from", List.of(from.name()));
        attrs.put("to", List.copyOf(sample.flags()));
        attrs.put("since", Timestamps.text(since));
        attrs.put("battery_percent", sample.value(Metric.BATTERY_PERCENT));
        attrs.put("runtime_seconds", sample.value(Metric.RUNTIME_SECONDS));
        return new Injection(
                event(facts, Event.Type.UPS, name, attrs, now),
                facts.has(from) ? null : in(facts, from, since),
                overlay(
                        facts,
                        states,
                        sampleWith(facts, states.keySet(), since),
                        to,
                        Duration.ZERO,
                        since),
                overlay,
                heldFor);
    }

    /** As if the state had just been entered. */
    private static UpsFacts in(UpsFacts facts, UpsState state, Instant at) {
        Map<UpsState, Holding> states = new EnumMap<>(UpsState.class);
        states.putAll(facts.states());
        states.remove(opposite(state));
        states.put(state, new Holding(at, MADE_UP, false, Step.REPORTED, false));
        Sample sample = sampleWith(facts, states.keySet(), at);
        return overlay(facts, states, sample, state, Duration.ZERO, at);
    }

    /** A number of a UPS takes a value that violates the threshold. */
    public Injection metric(
            UpsFacts facts, Threshold threshold, double value, Duration heldFor, Instant now) {
        Metric metric =
                Metric.ofField(threshold.metric())
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "metric '"
                                                        + threshold.metric()
                                                        + "' cannot be injected: expected a field of a sample"));
        if (!threshold.violatedBy(value)) {
            throw new IllegalArgumentException(
                    threshold.metric()
                            + " "
                            + value
                            + " does not cross "
                            + threshold.op().sign()
                            + " "
                            + threshold.limit());
        }
        Instant since = now.minus(heldFor);
        Sample base = sampleWith(facts, facts.states().keySet(), now);
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        values.putAll(base.values());
        values.put(metric, value);
        Sample sample = withValues(base, values);
        Map<String, Object> attrs = new LinkedHashMap<>();
        attrs.put("metric", threshold.metric());
        attrs.put("op", threshold.op().sign());
        attrs.put("limit", threshold.limit());
        attrs.put("value", value);
        attrs.put("for_s", threshold.holdFor().toMillis() / 1000.0);
        attrs.put("crossed", true);
        attrs.put("initial", false);
        attrs.put("since", Timestamps.text(since));
        UpsFacts overlay = overlay(facts, facts.states(), sample, null, heldFor, now);
        return new Injection(
                event(facts, Event.Type.METRIC, EventName.THRESHOLD_CROSSED, attrs, now),
                without(facts, metric, since),
                overlay(
                        facts,
                        facts.states(),
                        withValues(sampleWith(facts, facts.states().keySet(), since), values),
                        null,
                        Duration.ZERO,
                        since),
                overlay,
                heldFor);
    }

    /** As if the number had been unknown, so that it is crossed anew; null where it is. */
    private static UpsFacts without(UpsFacts facts, Metric metric, Instant at) {
        Sample base = sampleWith(facts, facts.states().keySet(), at);
        if (base.value(metric) == null) {
            return null;
        }
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        values.putAll(base.values());
        values.remove(metric);
        return overlay(facts, facts.states(), withValues(base, values), null, Duration.ZERO, at);
    }

    private Event event(
            UpsFacts facts,
            Event.Type type,
            EventName name,
            Map<String, Object> attrs,
            Instant now) {
        UUID id = ids.next();
        return new Event(
                id,
                type,
                name.kind(),
                name.word(),
                name.severities().get(0),
                Event.Subject.ups(facts.upsId()),
                attrs,
                now,
                ids.next(),
                null,
                true,
                name.message(facts.upsId()) + " (injected)",
                UpsId.key(facts.upsId()) + "/" + name.word() + "/injected/" + id);
    }

    private static EventName entering(UpsState state) {
        for (EventName name : EventName.values()) {
            if (name.kind().equals(Event.UPS_STATE) && state.word().equals(name.state())) {
                return name;
            }
        }
        throw new IllegalArgumentException("no event tells of entering " + state.word());
    }

    private static UpsState opposite(UpsState state) {
        return switch (state) {
            case OB -> UpsState.OL;
            case OL -> UpsState.OB;
            case LB -> UpsState.HB;
            case HB -> UpsState.LB;
            default -> null;
        };
    }

    private static Sample sampleWith(UpsFacts facts, Set<UpsState> states, Instant now) {
        Set<String> flags = new TreeSet<>();
        for (UpsState state : states) {
            if (!state.derived()) {
                flags.add(state.name());
            }
        }
        Sample last = facts.last();
        return new Sample(
                facts.upsId(),
                now,
                last == null ? 0 : last.seq(),
                Sample.Poll.FULL,
                last == null ? Map.of() : last.values(),
                flags,
                String.join(" ", flags),
                last == null ? Map.of() : last.variables(),
                last == null ? List.of() : last.suspect());
    }

    private static Sample withValues(Sample s, Map<Metric, Double> values) {
        return new Sample(
                s.upsId(),
                s.at(),
                s.seq(),
                s.poll(),
                values,
                s.flags(),
                s.status(),
                s.variables(),
                s.suspect());
    }

    private static UpsFacts overlay(
            UpsFacts facts,
            Map<UpsState, Holding> states,
            Sample sample,
            UpsState entered,
            Duration heldFor,
            Instant now) {
        boolean lost = states.containsKey(UpsState.COMM_LOST);
        boolean battery = states.containsKey(UpsState.OB);
        double seconds = heldFor.toMillis() / 1000.0;
        return new UpsFacts(
                facts.upsId(),
                states,
                sample,
                lost ? now.minus(heldFor) : now,
                !lost,
                lost ? "tcp" : null,
                battery ? UpsFacts.PowerSource.BATTERY : source(states, facts),
                facts.outageId(),
                facts.episode(),
                entered == UpsState.OB ? seconds : facts.onBatterySeconds(),
                entered == UpsState.OB
                        ? facts.onBatterySeconds1h() + seconds
                        : facts.onBatterySeconds1h(),
                facts.flaps10m(),
                facts.absent(),
                now);
    }

    private static UpsFacts.PowerSource source(Map<UpsState, Holding> states, UpsFacts facts) {
        return states.containsKey(UpsState.OL) ? UpsFacts.PowerSource.MAINS : facts.powerSource();
    }
}

package io.github.walnut.publish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.ups.Metric;
import io.github.walnut.ups.Sample;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The one JSON form of a UPS's present state. */
public final class UpsJson {

    /** Gravest first; low battery counts here only while on battery. */
    private static final List<UpsState> GRAVITY =
            List.of(
                    UpsState.FSD,
                    UpsState.CRITICAL,
                    UpsState.LB,
                    UpsState.COMM_LOST,
                    UpsState.OB,
                    UpsState.OFF,
                    UpsState.BYPASS,
                    UpsState.OVER,
                    UpsState.ALARM,
                    UpsState.RB,
                    UpsState.CAL,
                    UpsState.TEST,
                    UpsState.OL);

    private static final List<Metric> SHOWN =
            List.of(
                    Metric.BATTERY_PERCENT,
                    Metric.RUNTIME_SECONDS,
                    Metric.LOAD_PERCENT,
                    Metric.POWER_WATTS,
                    Metric.INPUT_VOLTAGE,
                    Metric.OUTPUT_VOLTAGE,
                    Metric.TEMPERATURE_C);

    private final Json json;

    public UpsJson(Json json) {
        this.json = json;
    }

    /**
     * @param now ages are counted up to this moment
     */
    public ObjectNode write(UpsView view, Instant now) {
        UpsFacts facts = view.facts();
        Sample last = facts.last();
        ObjectNode node = json.object();
        node.put("id", facts.upsId());
        node.put("name", view.name());
        node.put("server_id", view.serverId());
        node.put("display_name", view.displayName() == null ? view.name() : view.displayName());
        node.put("description", view.description());
        node.put("manufacturer", view.identity().manufacturer());
        node.put("model", view.identity().model());
        node.put("serial", view.identity().serial());
        node.put("state", state(facts.known(), facts.states().keySet()));
        node.put("state_since", Json.at(since(facts)));
        node.set("flags", json.texts(last == null ? Set.of() : last.flags()));
        node.set("words", json.texts(words(facts.states().keySet())));
        node.put("power_source", facts.powerSource().word());
        node.put("reachable", facts.reachable());
        node.put("cause", facts.cause());
        node.put("absent", facts.absent());
        node.put("last_seen_at", Json.at(facts.lastGoodAt()));
        node.put("age_seconds", age(facts.lastGoodAt(), now));
        SHOWN.forEach(metric -> put(node, metric, last));
        node.put("on_battery_seconds", facts.onBatterySeconds());
        node.put("outage_id", Json.id(facts.outageId()));
        node.put("critical", facts.has(UpsState.CRITICAL));
        node.put("unstable", facts.has(UpsState.UNSTABLE));
        next(node, view.next());
        node.put("version", view.version());
        return node;
    }

    /** The gravest word of a set of states; {@code unknown} when nothing is known. */
    public static String state(boolean known, Collection<UpsState> states) {
        if (!known && states.isEmpty()) {
            return "unknown";
        }
        return gravest(states).map(UpsState::word).orElse("unknown");
    }

    private static Optional<UpsState> gravest(Collection<UpsState> states) {
        return GRAVITY.stream()
                .filter(states::contains)
                .filter(state -> state != UpsState.LB || states.contains(UpsState.OB))
                .findFirst();
    }

    /** When the state that is shown began; null when no state is known. */
    private static Instant since(UpsFacts facts) {
        return gravest(facts.states().keySet())
                .map(state -> facts.states().get(state).since())
                .orElse(null);
    }

    private static List<String> words(Set<UpsState> states) {
        Set<UpsState> sorted = EnumSet.noneOf(UpsState.class);
        sorted.addAll(states);
        return sorted.stream().map(UpsState::word).toList();
    }

    private static Double age(Instant since, Instant now) {
        return since == null ? null : Math.max(0, Duration.between(since, now).toMillis()) / 1000.0;
    }

    private static void put(ObjectNode node, Metric metric, Sample last) {
        Double value = last == null ? null : last.value(metric);
        if (value != null && value == Math.rint(value) && Math.abs(value) < 1e15) {
            node.put(metric.field(), value.longValue());
        } else {
            node.put(metric.field(), value);
        }
    }

    private static void next(ObjectNode node, UpsView.Next next) {
        if (next == null) {
            node.putNull("next");
            return;
        }
        node.putObject("next")
                .put("policy_id", Json.id(next.policyId()))
                .put("policy_name", next.policyName())
                .put("at", Json.at(next.at()))
                .put("reason", next.reason());
    }
}

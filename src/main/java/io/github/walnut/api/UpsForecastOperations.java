package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.publish.Json;
import io.github.walnut.publish.UpsJson;
import io.github.walnut.publish.UpsView;
import io.github.walnut.run.Journal;
import io.github.walnut.run.PlanFigures;
import io.github.walnut.ups.Discharge;
import io.github.walnut.ups.Metric;
import io.github.walnut.ups.Outage;
import io.github.walnut.ups.Sample;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/** How long a battery lasts, and whether what is under way ends before it does. */
final class UpsForecastOperations implements Resource {

    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final Duration LEARNED_FROM = Duration.ofDays(365);
    private static final int OUTAGES = 5;
    private static final int SAMPLES = 2000;
    private static final int RUNS = 500;

    private final ApiPorts ports;
    private final UpsNames names;
    private final UpsJson upsJson;
    private final Json json;
    private final Clock clock;

    UpsForecastOperations(ApiPorts ports, Json json, Clock clock) {
        this.ports = ports;
        this.names = new UpsNames(ports.ups());
        this.upsJson = new UpsJson(json);
        this.json = json;
        this.clock = clock;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of("ups-forecast", this::forecast);
    }

    private record Runtime(OptionalDouble seconds, String source) {}

    private Reply forecast(Call call) {
        UpsView ups = names.find(call.text("ups_id"));
        UpsFacts facts = ups.facts();
        Runtime runtime = runtime(facts);
        boolean known = runtime.seconds().isPresent();
        ObjectNode node = json.object();
        node.put("runtime_seconds", known ? runtime.seconds().getAsDouble() : null);
        node.put("source", runtime.source());
        node.put("at", Json.at(facts.lastGoodAt()));
        node.put(
                "battery_empty_at",
                known && facts.holds(UpsState.OB)
                        ? Json.at(
                                facts.lastGoodAt()
                                        .plusMillis(
                                                (long) (runtime.seconds().getAsDouble() * 1000)))
                        : null);
        node.set("plans", json.array(open(facts.upsId()), entry -> plan(entry, runtime, facts)));
        node.set("next", upsJson.write(ups, clock.instant()).get("next"));
        return Reply.ok(node);
    }

    /** The device's own word; else what its charge did when it was on battery. */
    private Runtime runtime(UpsFacts facts) {
        Instant now = clock.instant();
        boolean fresh =
                facts.known()
                        && facts.lastGoodAt() != null
                        && !facts.lastGoodAt().plus(FRESH).isBefore(now);
        if (!fresh) {
            return new Runtime(OptionalDouble.empty(), "unknown");
        }
        Double told = facts.last().value(Metric.RUNTIME_SECONDS);
        if (told != null) {
            return new Runtime(OptionalDouble.of(told), "device");
        }
        Double charge = facts.last().value(Metric.BATTERY_PERCENT);
        Discharge learned = charge == null ? null : learned(facts.upsId(), now);
        return learned == null
                ? new Runtime(OptionalDouble.empty(), "unknown")
                : new Runtime(
                        OptionalDouble.of(
                                learned.secondsFrom(
                                        charge, facts.last().value(Metric.LOAD_PERCENT))),
                        "learned");
    }

    /** The outage that is open tells best; of earlier ones the middle one. */
    private Discharge learned(String upsId, Instant now) {
        List<Discharge> earlier = new ArrayList<>();
        for (Outage outage :
                ports.outages().between(upsId, now.minus(LEARNED_FROM), now, OUTAGES)) {
            Instant end = outage.open() ? now : outage.endedAt();
            List<Sample> samples =
                    ports.samples().raw(upsId, outage.startedAt(), end, SAMPLES, true);
            Discharge seen = Discharge.of(samples);
            if (seen != null && outage.open()) {
                return seen;
            }
            earlier.add(seen);
        }
        List<Discharge> usable =
                earlier.stream()
                        .filter(Objects::nonNull)
                        .sorted(Comparator.comparingDouble(Discharge::percentPerSecond))
                        .toList();
        return usable.isEmpty() ? null : usable.get(usable.size() / 2);
    }

    private List<Journal.Entry> open(String upsId) {
        return ports.runs().page(RunFilter.unfinished(), null, RUNS).items().stream()
                .filter(entry -> upsId.equals(entry.run().upsId()))
                .toList();
    }

    private ObjectNode plan(Journal.Entry entry, Runtime runtime, UpsFacts facts) {
        PlanFigures figures =
                PlanFigures.of(
                        entry.steps().stream().filter(step -> !step.state().terminal()).toList(),
                        ports.dryRuns().callsInFlight(),
                        left(runtime, facts),
                        ports.dryRuns().times());
        return json.object()
                .put("policy_id", Json.id(entry.run().policyId()))
                .put("run_id", entry.run().id().toString())
                .put("open_seconds", figures.planSeconds())
                .put("slack_seconds", figures.slackSeconds())
                .put("fits", figures.fits());
    }

    /** What was told of the battery was told some moments ago. */
    private OptionalDouble left(Runtime runtime, UpsFacts facts) {
        if (runtime.seconds().isEmpty() || !facts.holds(UpsState.OB)) {
            return runtime.seconds();
        }
        double since = Duration.between(facts.lastGoodAt(), clock.instant()).toMillis() / 1000.0;
        return OptionalDouble.of(Math.max(0, runtime.seconds().getAsDouble() - since));
    }
}

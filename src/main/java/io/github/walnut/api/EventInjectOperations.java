package io.github.walnut.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.policy.DurationText;
import io.github.walnut.publish.EventJson;
import io.github.walnut.publish.Json;
import io.github.walnut.publish.UpsView;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.Severity;
import io.github.walnut.ups.Threshold;
import io.github.walnut.ups.UpsState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Events that an administrator makes up, to see what would happen. */
final class EventInjectOperations implements Resource {

    private static final Duration FARTHEST = Duration.ofHours(24);

    private final ApiPorts ports;
    private final EventJson eventJson;
    private final Json json;
    private final Clock clock;

    EventInjectOperations(ApiPorts ports, Json json, Clock clock) {
        this.ports = ports;
        this.eventJson = new EventJson(json);
        this.json = json;
        this.clock = clock;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of("event-inject", this::inject);
    }

    private Reply inject(Call call) {
        Wanted wanted = new Wanted(call.body() == null ? json.object() : call.body());
        boolean preview = wanted.body().path("preview").asBoolean();
        EventInjection.Wish wish =
                new EventInjection.Wish(
                        ups(wanted),
                        wanted.metric() ? crossed(wanted) : entered(wanted),
                        heldFor(wanted),
                        attrs(wanted),
                        occurredAt(call),
                        wanted.body().path("live").asBoolean(),
                        preview);
        if (wish.live() && !preview) {
            requireLive(call, wish);
        }
        ObjectNode answer = write(injected(wish));
        return preview ? Reply.ok(answer) : Reply.accepted(answer);
    }

    private EventInjection.Injected injected(EventInjection.Wish wish) {
        try {
            return ports.injection().inject(wish);
        } catch (IllegalArgumentException e) {
            throw new Problem(ProblemCode.INVALID_REQUEST, e.getMessage());
        }
    }

    /** Without the confirmation the answer tells what would come of it. */
    private void requireLive(Call call, EventInjection.Wish wish) {
        if (!"RUN LIVE".equals(call.member("confirm"))) {
            EventInjection.Injected preview = injected(wish.previewed());
            throw new Problem(
                            ProblemCode.CONFIRM_REQUIRED,
                            "confirm is '"
                                    + call.member("confirm")
                                    + "', expected RUN LIVE. "
                                    + touched(preview.matches()))
                    .with("matches", matches(preview));
        }
        if (call.text(Idempotency.HEADER) == null) {
            throw new Problem(
                    ProblemCode.IDEMPOTENCY_KEY_REQUIRED, "live needs the header Idempotency-Key");
        }
        if (!ports.mode().get().armed()) {
            throw new Problem(ProblemCode.NOT_ARMED, "The system is not armed");
        }
    }

    private static String touched(List<EventInjection.Match> matches) {
        List<String> live =
                matches.stream()
                        .filter(EventInjection.Match::live)
                        .map(match -> "'" + match.policyName() + "' for " + match.upsId())
                        .toList();
        return live.isEmpty()
                ? "No policy would act for real"
                : "These policies would act for real: " + String.join(", ", live);
    }

    /** A member of the request, or of the payload of its older form. */
    private record Wanted(JsonNode body) {

        String text(String name, String otherwise) {
            String text = body.path(name).asText(body.at("/payload/" + name).asText(null));
            return text == null ? otherwise : text;
        }

        boolean metric() {
            return body.path("kind").asText().equals(Event.METRIC_THRESHOLD)
                    || !body.has("kind") && body.path("type").asText().equals("metric");
        }
    }

    private String ups(Wanted wanted) {
        JsonNode subject = wanted.body().path("subject");
        String named = subject.path("id").asText(subject.asText(""));
        String asked = wanted.text("ups_id", named.isEmpty() ? null : named);
        if (asked != null) {
            return new UpsNames(ports.ups()).find(asked).facts().upsId();
        }
        List<UpsView> all = ports.ups().all();
        if (all.size() != 1) {
            throw new Problem(
                    ProblemCode.AMBIGUOUS_UPS,
                    "ups_id is missing, and there are " + all.size() + " UPSs");
        }
        return all.get(0).facts().upsId();
    }

    private static EventInjection.Entered entered(Wanted wanted) {
        EventInjection.Entered entered =
                new EventInjection.Entered(state(wanted, "from", "OL"), state(wanted, "to", "OB"));
        if (entered.from() == entered.to()) {
            throw Call.invalid("to", wanted.text("to", "OB"), "another state than from");
        }
        return entered;
    }

    private static UpsState state(Wanted wanted, String name, String otherwise) {
        String text = wanted.text(name, otherwise);
        return UpsState.of(text)
                .orElseThrow(() -> Call.invalid(name, text, "a state such as OB or low_battery"));
    }

    private static EventInjection.Crossed crossed(Wanted wanted) {
        JsonNode attrs = wanted.body().path("attrs");
        for (String number : List.of("limit", "value")) {
            if (!attrs.path(number).isNumber()) {
                throw Call.invalid("attrs." + number, attrs.path(number).asText(), "a number");
            }
        }
        String sign = attrs.path("op").asText();
        Threshold.Op op =
                Arrays.stream(Threshold.Op.values())
                        .filter(known -> known.sign().equals(sign))
                        .findFirst()
                        .orElseThrow(() -> Call.invalid("attrs.op", sign, "< <= = != >= or >"));
        try {
            Threshold threshold =
                    new Threshold(
                            attrs.path("metric").asText(),
                            op,
                            attrs.path("limit").asDouble(),
                            Duration.ZERO,
                            Severity.WARN,
                            false);
            return new EventInjection.Crossed(threshold, attrs.path("value").asDouble());
        } catch (IllegalArgumentException e) {
            throw new Problem(ProblemCode.INVALID_REQUEST, "attrs.metric: " + e.getMessage());
        }
    }

    private static Duration heldFor(Wanted wanted) {
        String text = wanted.text("duration", "2m");
        try {
            Duration heldFor = DurationText.parse(text);
            if (heldFor.compareTo(FARTHEST) <= 0) {
                return heldFor;
            }
        } catch (IllegalArgumentException e) {
            throw new Problem(ProblemCode.INVALID_REQUEST, "duration: " + e.getMessage());
        }
        throw Call.invalid("duration", text, "at most 24h");
    }

    private Map<String, Object> attrs(Wanted wanted) {
        Map<String, Object> attrs = new LinkedHashMap<>();
        wanted.body()
                .path("attrs")
                .properties()
                .forEach(each -> attrs.put(each.getKey(), json.value(each.getValue())));
        attrs.put("source", wanted.body().path("source").asText("simulation"));
        if (wanted.body().has("meta")) {
            attrs.put("meta", json.value(wanted.body().get("meta")));
        }
        return attrs;
    }

    private Instant occurredAt(Call call) {
        Instant at = call.memberTime("occurred_at");
        if (at != null && Duration.between(at, clock.instant()).abs().compareTo(FARTHEST) > 0) {
            throw Call.invalid("occurred_at", call.member("occurred_at"), "at most 24 h away");
        }
        return at;
    }

    private ObjectNode write(EventInjection.Injected injected) {
        ObjectNode node = json.object();
        node.set("event", eventJson.write(injected.event()));
        node.set("matches", matches(injected));
        return node;
    }

    private ArrayNode matches(EventInjection.Injected injected) {
        return json.array(
                injected.matches(),
                match ->
                        json.object()
                                .put("policy_id", match.policyId().toString())
                                .put("policy_name", match.policyName())
                                .put("ups_id", match.upsId())
                                .put("run_id", Json.id(match.runId()))
                                .put("mode", match.mode() == null ? null : match.mode().word())
                                .put("decision", match.decision())
                                .put("reason", match.reason())
                                .put("until", Json.at(match.until())));
    }
}

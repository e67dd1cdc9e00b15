package io.github.walnut.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.policy.Condition;
import io.github.walnut.policy.Condition.Verdict;
import io.github.walnut.policy.ConditionEvaluator;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.Trigger;
import io.github.walnut.policy.TriggerTrial;
import io.github.walnut.policy.json.DocumentTree;
import io.github.walnut.policy.json.PolicyDocuments;
import io.github.walnut.publish.Json;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Conditions and triggers tried on the facts of this moment while a policy is written. */
final class PolicyTrialOperations implements Resource {

    private static final String TRIGGER = "trigger";
    private static final String CONDITIONS = "conditions";

    private final PolicyDocuments documents = new PolicyDocuments();
    private final DecisionReads decisions;
    private final UpsReads ups;
    private final UpsNames names;
    private final Json json;
    private final Clock clock;

    PolicyTrialOperations(ApiPorts ports, Json json, Clock clock) {
        this.decisions = ports.decisions();
        this.ups = ports.ups();
        this.names = new UpsNames(ports.ups());
        this.json = json;
        this.clock = clock;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of("policy-evaluate", this::evaluate);
    }

    private Reply evaluate(Call call) {
        JsonNode body = call.body();
        if (body.hasNonNull(TRIGGER) == body.hasNonNull(CONDITIONS)) {
            throw new Problem(
                    ProblemCode.INVALID_REQUEST, "Give either conditions or a trigger, not both");
        }
        String named = call.member("ups_id");
        String upsId = named == null ? null : names.find(named).facts().upsId();
        Policy policy = policy(body);
        ObjectNode answer = json.object();
        if (body.hasNonNull(TRIGGER)) {
            trigger(answer, policy.triggers().get(0), upsId);
        } else {
            conditions(answer, policy, upsId);
        }
        return Reply.ok(answer.put("at", Json.at(clock.instant())));
    }

    /** The pieces as a document of their own, so that they are read as in every other. */
    private Policy policy(JsonNode body) {
        ObjectNode document = json.object().put("version", "2.0").put("name", "a trial");
        JsonNode trigger = body.get(TRIGGER);
        document.set(
                TRIGGER,
                body.hasNonNull(TRIGGER)
                        ? trigger
                        : json.object().put("type", "ups.state").put("equals", "OB"));
        if (body.hasNonNull(CONDITIONS)) {
            document.set(CONDITIONS, body.get(CONDITIONS));
        }
        document.set("actions", body.hasNonNull("actions") ? body.get("actions") : nothing(body));
        PolicyReading reading = documents.read(document.toString(), DocumentTree.JSON);
        if (reading.policy() == null) {
            throw new Problem(ProblemCode.VALIDATION, reading.findings().get(0).message())
                    .withErrors(reading.findings());
        }
        return reading.policy();
    }

    /** Conditions ask of an action where it acts; nobody carries this one out. */
    private ArrayNode nothing(JsonNode body) {
        ArrayNode actions = json.texts(List.of());
        actions.addObject()
                .put("host_id", body.path("host").asText(""))
                .put("capability", "trial")
                .put("verb", "trial");
        return actions;
    }

    private void conditions(ObjectNode answer, Policy policy, String upsId) {
        ConditionEvaluator.Outcome outcome = decisions.conditions(policy, upsId);
        answer.set("verdict", word(outcome.verdict()));
        List<Condition> asked = new ArrayList<>(policy.all());
        asked.addAll(policy.any());
        ArrayNode items = answer.putArray("items");
        for (int i = 0; i < outcome.results().size(); i++) {
            Condition.Result result = outcome.results().get(i);
            item(items, result.pointer(), result.verdict(), result.value(), result.ageSeconds())
                    .put("source", source(asked.get(i), upsId))
                    .putNull("due_at");
        }
    }

    private void trigger(ObjectNode answer, Trigger trigger, String upsId) {
        List<String> subjects = subjects(trigger, upsId);
        ArrayNode items = json.texts(List.of());
        long met = 0;
        long open = 0;
        for (String subject : subjects) {
            TriggerTrial.Result result = decisions.trial(trigger, subject);
            met += result.verdict() == Verdict.TRUE ? 1 : 0;
            open += result.verdict() == Verdict.UNKNOWN ? 1 : 0;
            item(items, "/trigger", result.verdict(), result.value(), result.ageSeconds())
                    .put("source", source(trigger, subject))
                    .put("due_at", Json.at(result.dueAt()));
        }
        int needed = trigger.ups().atLeast();
        answer.set(
                "verdict",
                word(
                        met >= needed
                                ? Verdict.TRUE
                                : met + open >= needed || subjects.isEmpty()
                                        ? Verdict.UNKNOWN
                                        : Verdict.FALSE));
        answer.set("items", items);
    }

    private List<String> subjects(Trigger trigger, String upsId) {
        if (!trigger.aboutUps()) {
            return java.util.Collections.singletonList(null);
        }
        return upsId != null
                ? List.of(upsId)
                : ups.all().stream()
                        .map(view -> view.facts().upsId())
                        .filter(trigger.ups()::includes)
                        .toList();
    }

    private ObjectNode item(
            ArrayNode items, String pointer, Verdict verdict, Object value, Double age) {
        ObjectNode item = items.addObject().put("pointer", pointer);
        item.set("verdict", word(verdict));
        item.set("value", json.tree(value));
        return item.put("age_seconds", age);
    }

    /** What the fact is one of: {@code ups:<id>}, {@code host:<id>}, {@code clock} and the like. */
    private String source(Condition condition, String upsId) {
        return switch (condition.scope()) {
            case UPS, METRIC, OUTAGE -> ofUps(condition, upsId);
            case HOST, VM -> condition.host() == null ? "inventory" : "host:" + condition.host();
        };
    }

    private String ofUps(Condition condition, String upsId) {
        List<String> all = ups.all().stream().map(view -> view.facts().upsId()).toList();
        String named = condition.ups();
        String meant =
                named != null
                        ? all.stream()
                                .filter(id -> Trigger.UpsScope.matches(named, id))
                                .findFirst()
                                .orElse(null)
                        : upsId != null || all.size() != 1 ? upsId : all.get(0);
        return meant == null ? null : "ups:" + meant;
    }

    private static String source(Trigger trigger, String subject) {
        return subject != null
                ? "ups:" + subject
                : trigger instanceof Trigger.Webhook webhook
                        ? "webhook:" + webhook.name()
                        : trigger instanceof Trigger.After after
                                ? "webhook:" + after.webhook()
                                : "clock";
    }

    private JsonNode word(Verdict verdict) {
        return json.tree(verdict == Verdict.UNKNOWN ? "unknown" : verdict == Verdict.TRUE);
    }
}

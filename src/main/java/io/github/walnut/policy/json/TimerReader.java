package io.github.walnut.policy.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.policy.Schedule;
import io.github.walnut.policy.Trigger;
import io.github.walnut.ups.UpsState;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Reads the triggers that no state of a UPS meets by itself: timers and webhooks. */
final class TimerReader {
    private static final Duration WEBHOOK_STAYS = Duration.ofMinutes(5);

    Trigger at(Fields fields) {
        Trigger.UpsScope scope = TriggerReader.scope(fields);
        fields.require("schedule");
        Fields members = fields.object("schedule");
        Schedule schedule = members == null ? null : new ScheduleReader().read(members);
        return schedule == null ? null : new Trigger.At(scope, schedule);
    }

    Trigger after(Fields fields) {
        Trigger.UpsScope scope = TriggerReader.scope(fields);
        fields.require("after", "since_event");
        Duration after = fields.duration("after", null);
        Fields since = fields.object("since_event");
        if (since == null) {
            return null;
        }
        since.require("type", "equals");
        String type = since.word("type", null, List.of("ups.state", "webhook.custom"));
        boolean ofState = "ups.state".equals(type);
        UpsState state = ofState ? TriggerReader.state(since, "equals") : null;
        String webhook = ofState ? null : since.slug("equals");
        since.warnOfTheRest();
        return after == null || type == null || (state == null && webhook == null)
                ? null
                : new Trigger.After(scope, after, state, webhook);
    }

    Trigger webhook(Fields fields) {
        Trigger.UpsScope scope = TriggerReader.scope(fields);
        fields.require("name");
        String name = fields.slug("name");
        JsonNode match = fields.get("match");
        Map<String, Object> pairs = Map.of();
        if (match != null && !match.isObject()) {
            fields.wrongType("match", "an object");
        } else if (match != null) {
            pairs = PlainValue.map(match);
        }
        Duration stays = fields.duration("valid_for", WEBHOOK_STAYS);
        return name == null ? null : new Trigger.Webhook(scope, name, pairs, stays);
    }
}

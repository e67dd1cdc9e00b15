package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.publish.Json;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Tries channels of notifications and shows what they would be told. */
final class NotificationOperations implements Resource {

    private final NotificationControl notifications;
    private final PolicyJson findings;
    private final Json json;

    NotificationOperations(NotificationControl notifications, Json json) {
        this.notifications = notifications;
        this.json = json;
        this.findings = new PolicyJson(json);
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of(
                "settings-notifications-test", this::test,
                "settings-notifications-preview", this::preview);
    }

    private String channel(Call call) {
        String channel = call.member("channel");
        if (!notifications.knows(channel)) {
            throw Problem.notFound("channel", channel);
        }
        return channel;
    }

    private Reply test(Call call) {
        List<ProviderTest.Step> steps = notifications.test(channel(call));
        ProviderTest.Step last = steps.get(steps.size() - 1);
        ObjectNode node = json.object().put("ok", last.ok());
        node.set(
                "steps",
                json.array(
                        steps,
                        step ->
                                json.object()
                                        .put("name", step.name())
                                        .put("ok", step.ok())
                                        .put("detail", step.detail())));
        return Reply.ok(
                node.put(
                        "message",
                        last.ok() ? "The message was accepted" : last.name() + " failed"));
    }

    private Reply preview(Call call) {
        String text = call.member("event_id");
        UUID event = text == null ? null : call.memberId("event_id", text);
        NotificationControl.Preview preview =
                notifications
                        .preview(channel(call), event)
                        .orElseThrow(
                                () ->
                                        Problem.notFound(
                                                "event", text == null ? "for the channel" : text));
        ObjectNode node = json.object();
        node.put("event_id", Json.id(preview.event()));
        node.put("title", preview.title());
        node.put("text", preview.text());
        node.put("cut", preview.cut());
        node.set("findings", findings.findings(preview.findings()));
        return Reply.ok(node);
    }
}

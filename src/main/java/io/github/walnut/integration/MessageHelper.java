package io.github.walnut.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.message.MessageKind;
import io.github.walnut.run.ErrorClass;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Makes of the parameters of {@code notify.send} what a channel of the host's kind is sent, and
 * puts it at {@code .message}: {@code kind}, {@code id}, {@code severity}, {@code title} (empty
 * when there is none), {@code text} and {@code whole}, which is title, text and address in one,
 * both cut to what the kind takes, {@code hook}, the body of a webhook, and where there are any
 * {@code url}, {@code links} and, for Matrix, {@code html}. Without an action nothing happens.
 */
final class MessageHelper implements Helper {

    private final String source;

    /**
     * @param source who sends, as webhooks tell it
     */
    MessageHelper(String source) {
        this.source = source;
    }

    @Override
    public void apply(ObjectNode body) throws DriverFailure {
        JsonNode call = body.path("call");
        if (call.path("verb").asText("").isEmpty()) {
            return;
        }
        JsonNode params = call.path("params");
        MessageKind kind = kind(call.path("connection").path("kind").asText());
        String given = params.path("message").asText(params.path("text").asText(""));
        String text = clean(given);
        String title = clean(params.path("title").asText("")).replace('\n', ' ');
        String url = params.path("url").asText("");

        MessageActions actions = MessageActions.of(kind, params.path("links"));
        String below = actions.below();
        boolean inText = actions.buttons().isEmpty();

        ObjectNode message = body.putObject("message");
        message.put("kind", kind.word());
        message.put("id", id(call));
        message.put("severity", params.path("severity").asText("warn"));
        message.put("title", title);
        message.put("text", inText ? kind.cut(text, below) + below : kind.cut(text));
        message.put("whole", whole(kind, title, text, url, below));
        if (!url.isEmpty()) {
            message.put("url", url);
        }
        if (!actions.buttons().isEmpty()) {
            ArrayNode links = message.putArray("links");
            actions.buttons()
                    .forEach(
                            link ->
                                    links.addObject()
                                            .put("action", link.action())
                                            .put("label", link.label())
                                            .put("url", link.url()));
        }
        if (kind == MessageKind.MATRIX && !actions.buttons().isEmpty()) {
            message.put("html", actions.html(title, text));
        }
        if (kind == MessageKind.WEBHOOK) {
            message.set("hook", hook(message, params));
        }
    }

    private static MessageKind kind(String word) throws DriverFailure {
        return MessageKind.find(word)
                .orElseThrow(
                        () ->
                                new DriverFailure(
                                        ErrorClass.VALIDATION,
                                        "kind_unknown",
                                        "There is no kind of channel " + word + "."));
    }

    /** Slack reads three characters as markup, which only it may do with addresses of ours. */
    private static String whole(
            MessageKind kind, String title, String text, String url, String below) {
        String both = title.isEmpty() ? text : title + "\n" + text;
        String plain =
                kind == MessageKind.SLACK
                        ? both.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                        : both;
        String tail = (url.isEmpty() || text.contains(url) ? "" : "\n" + url) + below;
        return kind.cut(plain, tail) + tail;
    }

    private JsonNode hook(ObjectNode message, JsonNode params) throws DriverFailure {
        JsonNode hook = params.has("body") ? params.get("body") : standard(message, params);
        if (!MessageKind.WEBHOOK.fits(hook.toString())) {
            throw new DriverFailure(
                    ErrorClass.VALIDATION,
                    "message_too_large",
                    "The body of a webhook has at most 64 KiB.");
        }
        return hook;
    }

    private ObjectNode standard(ObjectNode message, JsonNode params) {
        JsonNode data = params.path("data");
        ObjectNode hook = message.objectNode();
        hook.put("id", message.path("id").asText());
        hook.put("type", params.path("type").asText("event"));
        hook.put("at", data.path("at").asText(now()));
        hook.put("source", source);
        hook.put("severity", message.path("severity").asText());
        hook.set("subject", data.get("subject"));
        hook.set("data", data.isObject() ? data : words(message, params));
        hook.set("url", message.get("url"));
        if (message.has("links")) {
            hook.set("links", message.get("links"));
        }
        return hook;
    }

    private static ObjectNode words(ObjectNode message, JsonNode params) {
        ObjectNode words = message.objectNode();
        words.set("title", message.get("title"));
        words.set("message", message.get("text"));
        if (params.has("tags")) {
            words.set("tags", params.get("tags"));
        }
        return words;
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** Equal over all attempts of one action; the sender of a stored message has one of its own. */
    private static String id(JsonNode call) {
        String own = call.path("params").path("delivery_id").asText("");
        return own.isEmpty()
                ? "msg_"
                        + Fingerprint.of(
                                        (call.path("correlation_id").asText()
                                                        + " "
                                                        + call.path("idempotency_key").asText())
                                                .getBytes(StandardCharsets.UTF_8))
                                .substring(0, 32)
                : own;
    }

    /** Line ends stay; other control characters do not. */
    private static String clean(String text) {
        return text.replace("\r\n", "\n").replaceAll("[\\p{Cntrl}&&[^\n\t]]", " ").strip();
    }
}

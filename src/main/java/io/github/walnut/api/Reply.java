package io.github.walnut.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The answer to a call.
 *
 * @param body null for none
 * @param stream what is sent instead of a body as it is read, or null
 * @param headers by name; several values become several lines
 * @param diff what the audit log keeps of it besides who and what; secrets masked, or null
 * @param refusal word by which the audit log keeps that it failed, although the caller is led on as
 *     if it had not; null when it succeeded
 */
record Reply(
        int status,
        JsonNode body,
        InputStream stream,
        Map<String, List<String>> headers,
        Map<String, Object> diff,
        String refusal) {

    Reply(int status, JsonNode body, Map<String, List<String>> headers) {
        this(status, body, null, headers, null, null);
    }

    static Reply ok(JsonNode body) {
        return new Reply(200, body, Map.of());
    }

    /** A text of a type of its own, sent as it is. */
    static Reply text(String text, String mediaType) {
        return ok(TextNode.valueOf(text)).with("Content-Type", List.of(mediaType));
    }

    /** Sent piece by piece, as fast as it is received. */
    static Reply stream(InputStream stream, String mediaType) {
        return new Reply(200, null, stream, Map.of("Content-Type", List.of(mediaType)), null, null);
    }

    boolean isText() {
        return body != null && body.isTextual() && headers.containsKey("Content-Type");
    }

    static Reply created(JsonNode body, String location) {
        return new Reply(201, body, Map.of("Location", List.of(location)));
    }

    static Reply accepted(JsonNode body) {
        return new Reply(202, body, Map.of());
    }

    /** 202 with the record of a run, and the places at which it can be followed. */
    static Reply begun(ObjectNode run) {
        String at = "/api/runs/" + run.get("id").asText();
        return accepted(run.put("status_url", at).put("stream", "/ws?topics=runs"))
                .with("Location", List.of(at));
    }

    static Reply noContent() {
        return new Reply(204, null, Map.of());
    }

    Reply withStatus(int other) {
        return new Reply(other, body, stream, headers, diff, refusal);
    }

    Reply with(String name, List<String> values) {
        Map<String, List<String>> more = new LinkedHashMap<>(headers);
        more.put(name, values);
        return new Reply(status, body, stream, more, diff, refusal);
    }

    /** With what changed, for the audit log. */
    Reply audited(Map<String, Object> changes) {
        return new Reply(status, body, stream, headers, changes, refusal);
    }

    /** Failed, for the audit log. */
    Reply refused(String word) {
        return new Reply(status, body, stream, headers, diff, word);
    }

    Reply withVersion(int version) {
        return with("ETag", List.of(ETags.of(version)))
                .with("Cache-Control", List.of("private, no-cache"));
    }
}

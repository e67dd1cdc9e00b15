package io.github.walnut.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One request after every check: typed, decoded, without any header of the wire.
 *
 * @param principal null for operations that are open and a caller without login
 * @param values path, query and header parameters of the contract by name
 * @param body parsed, or null
 * @param document the body as it came, for what is stored as written; null without a body
 * @param upload the file that came, or null
 * @param mediaType of the body without parameters, or null
 */
record Call(
        Operation operation,
        Principal principal,
        Map<String, Object> values,
        JsonNode body,
        String document,
        Upload upload,
        String mediaType,
        Envelope envelope) {

    /**
     * What is known about the request beside its content.
     *
     * @param accept the header as it came, or null
     * @param secure came by TLS
     * @param loopback came from this machine
     * @param cookieNames of the cookies that this client has and gets
     */
    record Envelope(
            String requestId,
            String address,
            String userAgent,
            String accept,
            boolean secure,
            boolean loopback,
            Map<String, String> cookies,
            CookieNames cookieNames) {}

    String text(String name) {
        return (String) values.get(name);
    }

    UUID uuid(String name) {
        String text = text(name);
        return text == null ? null : UUID.fromString(text);
    }

    Integer number(String name) {
        return (Integer) values.get(name);
    }

    int limit() {
        return number("limit");
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    Boolean choice(String name) {
        return (Boolean) values.get(name);
    }

    Instant time(String name) {
        return (Instant) values.get(name);
    }

    @SuppressWarnings("unchecked")
    List<String> texts(String name) {
        return (List<String>) values.getOrDefault(name, List.of());
    }

    /** A moment that the body names, or null. */
    Instant memberTime(String name) {
        String text = member(name);
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw invalid(name, text, "a time such as 2026-05-02T08:12:49Z");
        }
    }

    /** An id that stands in the member of the body. */
    UUID memberId(String name, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw invalid(name, text, "a UUID");
        }
    }

    /** The refusal of a member of the body. */
    static Problem invalid(String name, String text, String expected) {
        return new Problem(
                ProblemCode.INVALID_REQUEST, name + " is '" + text + "', expected " + expected);
    }

    /** A member of the body that is a yes; without it, no. */
    boolean yes(String name) {
        return body != null && body.path(name).asBoolean();
    }

    /** A text member of the body, or null. */
    String member(String name) {
        return body == null || !body.hasNonNull(name) ? null : body.get(name).asText();
    }
}

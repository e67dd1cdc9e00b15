package io.github.walnut.component.device;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/**
 * Which answers are good, and what the others mean.
 *
 * @param any the driver reads the status itself
 * @param ok empty: 200 to 299
 */
record HttpStatuses(boolean any, Set<Integer> ok) {

    static HttpStatuses of(JsonNode request) {
        Set<Integer> ok = new HashSet<>();
        request.path("ok").forEach(status -> ok.add(status.asInt()));
        return new HttpStatuses(request.path("any_status").asBoolean(), ok);
    }

    boolean accept(int status) {
        return any || (ok.isEmpty() ? status >= 200 && status < 300 : ok.contains(status));
    }

    static String errorClass(int status) {
        return switch (status) {
            case 400, 422 -> "validation";
            case 401 -> "unauthenticated";
            case 403 -> "forbidden";
            case 404, 410 -> "not_found";
            case 405, 501 -> "unsupported";
            case 409, 412, 423 -> "conflict";
            case 429 -> "rate_limited";
            case 502, 503, 504 -> "unavailable";
            default -> status >= 500 ? "target_failed" : "protocol";
        };
    }
}

package io.github.walnut.api;

import io.github.walnut.policy.Finding;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A refusal that becomes an {@code application/problem+json} answer (RFC 9457). Its detail is shown
 * to the caller.
 */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ProblemCode code;
    private final transient Map<String, Object> extras = new LinkedHashMap<>();
    private final transient Map<String, String> headers = new LinkedHashMap<>();
    private transient List<Finding> errors = List.of();

    public Problem(ProblemCode code, String detail) {
        super(detail, null, false, false);
        this.code = code;
    }

    static Problem notFound(String what, String id) {
        return new Problem(ProblemCode.NOT_FOUND, "There is no " + what + " '" + id + "'");
    }

    /** A further member of the answer, for example {@code existing_id}. */
    public Problem with(String member, Object value) {
        extras.put(member, value);
        return this;
    }

    public Problem withErrors(List<Finding> findings) {
        errors = List.copyOf(findings);
        return this;
    }

    Problem withHeader(String name, String value) {
        headers.put(name, value);
        return this;
    }

    Problem retryAfter(Duration wait) {
        long seconds = Math.max(1, (wait.toMillis() + 999) / 1000);
        return withHeader("Retry-After", Long.toString(seconds));
    }

    public ProblemCode code() {
        return code;
    }

    Map<String, Object> extras() {
        return extras;
    }

    Map<String, String> headers() {
        return headers;
    }

    List<Finding> errors() {
        return errors;
    }
}

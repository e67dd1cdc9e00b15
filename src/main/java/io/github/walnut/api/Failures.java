package io.github.walnut.api;

import io.github.walnut.publish.Json;
import io.github.walnut.security.AuthException;
import io.github.walnut.security.PasswordHasher;
import io.github.walnut.security.SecretFilter;
import io.github.walnut.store.SecretException;
import io.github.walnut.store.StoreUnavailableException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever was thrown into a problem; what nobody expected is logged under its trace id. */
final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private final ProblemJson writer;
    private final Json json;
    private volatile Consumer<String> listener = code -> {};

    Failures(Json json, SecretFilter filter) {
        this.writer = new ProblemJson(json, filter);
        this.json = json;
    }

    /** Who hears the code of each problem that is answered. */
    void onProblem(Consumer<String> newListener) {
        listener = newListener;
    }

    /**
     * @param instance the path that was asked for
     */
    Answer answer(Throwable thrown, String instance, String traceId) {
        Problem problem = problem(thrown, instance, traceId);
        listener.accept(problem.code().word());
        Map<String, List<String>> headers = new LinkedHashMap<>();
        problem.headers().forEach((name, value) -> headers.put(name, List.of(value)));
        headers.put("Content-Type", List.of(ProblemJson.MEDIA_TYPE));
        return new Answer(
                problem.code().status(),
                headers,
                json.write(writer.write(problem, instance, traceId)));
    }

    private Problem problem(Throwable thrown, String instance, String traceId) {
        if (thrown instanceof Problem problem) {
            if (problem.code() == ProblemCode.TOO_LARGE) {
                LOG.info("{} refused: {}, trace {}", instance, problem.getMessage(), traceId);
            }
            return challenged(problem);
        }
        if (thrown instanceof AuthException refused) {
            Problem problem =
                    new Problem(ProblemCode.valueOf(refused.code().name()), refused.getMessage());
            return refused.retryAfter() == null
                    ? challenged(problem)
                    : problem.retryAfter(refused.retryAfter());
        }
        if (thrown instanceof PasswordHasher.BusyException) {
            return new Problem(ProblemCode.LOGIN_THROTTLED, "Too many logins at once")
                    .retryAfter(Duration.ofSeconds(2));
        }
        if (thrown instanceof CancellationException) {
            return new Problem(ProblemCode.OVERLOADED, "The request was over its time");
        }
        if (thrown instanceof StoreUnavailableException) {
            LOG.warn("{} finds no store: {}, trace {}", instance, thrown.getMessage(), traceId);
            return new Problem(
                            ProblemCode.STORE_UNAVAILABLE,
                            "The store does not take changes now; protection goes on")
                    .retryAfter(Duration.ofSeconds(5));
        }
        if (thrown instanceof SecretException) {
            LOG.error("{} finds no key for secrets, trace {}", instance, traceId, thrown);
            return new Problem(
                            ProblemCode.SECRETS_UNAVAILABLE,
                            "Secrets can be neither sealed nor opened now; nothing was changed")
                    .retryAfter(Duration.ofMinutes(1));
        }
        LOG.error("{} failed, trace {}", instance, traceId, thrown);
        return new Problem(ProblemCode.INTERNAL, "Unexpected error");
    }

    /** With the header that the status asks for. */
    private static Problem challenged(Problem problem) {
        return switch (problem.code().status()) {
            case 401 -> problem.withHeader("WWW-Authenticate", "Bearer");
            case 503 ->
                    problem.headers().containsKey("Retry-After")
                            ? problem
                            : problem.retryAfter(Duration.ofSeconds(5));
            default -> problem;
        };
    }
}

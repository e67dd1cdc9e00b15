package io.github.walnut.api;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;
import java.util.UUID;

/** Answers what cannot be read as a request, and ends its connection. */
final class Unreadable {

    private final Failures failures;
    private final PagePolicy pages;

    Unreadable(Failures failures, PagePolicy pages) {
        this.failures = failures;
        this.pages = pages;
    }

    /** What the server below could not decode. */
    void handle(HttpServerRequest request) {
        refuse(request, problem(request.decoderResult().cause()));
    }

    void refuse(HttpServerRequest request, Problem problem) {
        String requestId = UUID.randomUUID().toString();
        Answer answer = failures.answer(problem, "", requestId);
        Entry.headers(request, request.response().headers(), requestId, false, pages);
        answer.headers().forEach(request.response()::putHeader);
        request.response()
                .putHeader("Connection", "close")
                .setStatusCode(answer.status())
                .end(answer.text())
                .onComplete(sent -> request.connection().close());
    }

    private static Problem problem(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return new Problem(
                    ProblemCode.URI_TOO_LONG,
                    "The address is longer than " + WireLimits.LONGEST_URI + " bytes");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return new Problem(
                    ProblemCode.HEADERS_TOO_LARGE,
                    "The headers have more than " + WireLimits.LONGEST_HEAD + " bytes");
        }
        return new Problem(ProblemCode.INVALID_REQUEST, "This is not an HTTP request");
    }
}

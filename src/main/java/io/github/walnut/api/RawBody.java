package io.github.walnut.api;

import io.github.walnut.security.Digests;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** Takes a body off the wire byte for byte, for operations that check it before they read it. */
final class RawBody {

    private RawBody() {}

    static boolean expected(Operation operation) {
        return operation != null && operation.body() != null && operation.body().raw();
    }

    static void handle(RoutingContext ctx, Operation operation) {
        HttpServerRequest request = ctx.request();
        long largest = operation.body().rawUpTo();
        Buffer content = Buffer.buffer();
        boolean[] refused = {false};
        request.exceptionHandler(ctx::fail);
        request.handler(
                piece -> {
                    if (!refused[0] && content.length() + piece.length() > largest) {
                        refused[0] = true;
                        ctx.fail(
                                new Problem(
                                                ProblemCode.TOO_LARGE,
                                                "The body is larger than " + largest + " bytes")
                                        .withHeader("Connection", "close"));
                    } else if (!refused[0]) {
                        content.appendBuffer(piece);
                    }
                });
        request.endHandler(
                over -> {
                    if (!refused[0]) {
                        byte[] bytes = content.getBytes();
                        ctx.put(
                                Uploads.KEY,
                                new Upload(null, bytes, null, Digests.sha256Hex(bytes), Map.of()));
                        ctx.next();
                    }
                });
    }
}

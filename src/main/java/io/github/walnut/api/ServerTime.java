package io.github.walnut.api;

import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/**
 * Ends a request that takes too long: work that waits is not begun, work that changes nothing is
 * interrupted, and a file is cut off. Only a change that has begun goes on; it must not be left
 * half done.
 */
final class ServerTime {

    /** Times the usual. */
    private static final int LONG = 30;

    private static final int FILE = 90;

    private final Duration longest;

    ServerTime(Duration longest) {
        this.longest = longest;
    }

    /** From now on, the request having been read. */
    void limit(RoutingContext ctx, Operation operation) {
        Duration time = time(operation);
        long timer = ctx.vertx().setTimer(time.toMillis(), over -> end(ctx, time));
        ctx.addEndHandler(ended -> ctx.vertx().cancelTimer(timer));
    }

    private Duration time(Operation operation) {
        return operation.pool() == OperationPool.EXPORT
                ? longest.multipliedBy(FILE)
                : operation.longWork() ? longest.multipliedBy(LONG) : longest;
    }

    /** What has begun to be sent cannot become a problem any more. */
    private static void end(RoutingContext ctx, Duration time) {
        if (ctx.response().headWritten()) {
            ctx.request().connection().close();
        } else {
            ctx.fail(late(time));
        }
    }

    private static Problem late(Duration time) {
        return new Problem(
                        ProblemCode.OVERLOADED,
                        "No answer within "
                                + time.toSeconds()
                                + " s; a change may still be carried out")
                .retryAfter(time);
    }
}

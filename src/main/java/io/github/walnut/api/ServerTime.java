package io.github.walnut.api;

import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/**
 * Ends the wait of a caller whose operation takes too long. The operation itself goes on: what it
 * has begun must not be left half done.
 */
final class ServerTime {

    private final Duration longest;

    ServerTime(Duration longest) {
        this.longest = longest;
    }

    /** From now on, the request having been read. */
    void limit(RoutingContext ctx, Operation operation) {
        if (operation.longWork()) {
            return;
        }
        long timer = ctx.vertx().setTimer(longest.toMillis(), over -> ctx.fail(late()));
        ctx.addEndHandler(ended -> ctx.vertx().cancelTimer(timer));
    }

    private Problem late() {
        return new Problem(
                        ProblemCode.OVERLOADED,
                        "No answer within "
                                + longest.toSeconds()
                                + " s; a change may still be carried out")
                .retryAfter(longest);
    }
}

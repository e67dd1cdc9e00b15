package io.github.walnut.api;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Cuts a connection whose request does not come on: the head as a whole, the body from piece to
 * piece and as a whole, and the next request. It sees the bytes before anything reads them, and
 * belongs to the event loop of its connection.
 */
final class SlowClient extends ChannelInboundHandlerAdapter {

    private enum Phase {
        IDLE,
        HEAD,
        BODY,
        ANSWER
    }

    private final WireLimits limits;
    private ChannelHandlerContext context;
    private ScheduledFuture<?> cut;
    private ScheduledFuture<?> cutBody;
    private Object present;
    private Phase phase = Phase.IDLE;

    SlowClient(WireLimits limits) {
        this.limits = limits;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        cutAfter(limits.head());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext removed) {
        stop();
    }

    @Override
    public void channelInactive(ChannelHandlerContext gone) throws Exception {
        stop();
        super.channelInactive(gone);
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object bytes) throws Exception {
        if (from.pipeline().get(HttpRequestDecoder.class) == null) {
            from.pipeline().remove(this);
        } else if (phase == Phase.IDLE) {
            phase = Phase.HEAD;
            cutAfter(limits.head());
        } else if (phase == Phase.BODY) {
            cutAfter(limits.bodyIdle());
        }
        from.fireChannelRead(bytes);
    }

    void headRead(Object request) {
        stop();
        present = request;
        phase = Phase.BODY;
        cutAfter(limits.bodyIdle());
        cutBody = schedule(limits.body());
    }

    /**
     * Nothing more is expected of the client until it has its answer.
     *
     * @return whether it waits for one
     */
    boolean bodyRead(Object request) {
        if (present != request || phase != Phase.BODY) {
            return false;
        }
        stop();
        phase = Phase.ANSWER;
        return true;
    }

    /** The next request of a client that does not wait may have begun by then. */
    void answered(Object request) {
        if (present == request && context.channel().isActive()) {
            stop();
            phase = Phase.IDLE;
            cutAfter(limits.keepAlive());
        }
    }

    private void cutAfter(Duration time) {
        if (cut != null) {
            cut.cancel(false);
        }
        cut = schedule(time);
    }

    private ScheduledFuture<?> schedule(Duration time) {
        return context.executor()
                .schedule(() -> context.close(), time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void stop() {
        if (cut != null) {
            cut.cancel(false);
        }
        if (cutBody != null) {
            cutBody.cancel(false);
        }
    }
}

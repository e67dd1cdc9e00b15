package io.github.walnut.api;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a file piece by piece: each is read on a thread of the request's pool, and the next one
 * when the client has taken enough of those before. A client that reads slowly has a place of the
 * pool and none of its threads.
 */
final class SentFile {

    private static final Logger LOG = LoggerFactory.getLogger(SentFile.class);
    private static final int PIECE = 64 << 10;

    private final InputStream stream;
    private final RoutingContext ctx;
    private final Context loop;
    private final RequestPlace place;

    SentFile(InputStream stream, RoutingContext ctx, Context loop, RequestPlace place) {
        this.stream = stream;
        this.ctx = ctx;
        this.loop = loop;
        this.place = place;
    }

    /** On the event loop. */
    void begin() {
        ctx.response().setChunked(true);
        next();
    }

    private void next() {
        place.begin(this::read, this::cutOff);
    }

    private void read() {
        try {
            byte[] piece = stream.readNBytes(PIECE);
            loop.runOnContext(go -> write(piece));
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} cannot be read on: {}", ctx.request().path(), e.getMessage());
            loop.runOnContext(go -> cutOff());
        }
    }

    private void write(byte[] piece) {
        HttpServerResponse response = ctx.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (piece.length < PIECE) {
            response.end(Buffer.buffer(piece));
            return;
        }
        response.write(Buffer.buffer(piece));
        if (response.writeQueueFull()) {
            response.drainHandler(drained -> next());
        } else {
            next();
        }
    }

    /** The client sees that the file is not whole. */
    private void cutOff() {
        if (ctx.response().headWritten()) {
            ctx.request().connection().close();
        } else {
            ctx.fail(new IllegalStateException("a file cannot be read"));
        }
    }
}

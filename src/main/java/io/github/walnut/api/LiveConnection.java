package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.publish.Json;
import io.vertx.core.Context;
import io.vertx.core.http.ServerWebSocket;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open socket. Messages may be handed over by any thread; they are sent on the socket's own.
 */
final class LiveConnection {

    private static final Logger LOG = LoggerFactory.getLogger(LiveConnection.class);

    private final String id = UUID.randomUUID().toString();
    private final ServerWebSocket socket;
    private final Context context;
    private final Live live;
    private final Json json;
    private final LiveOutbox outbox = new LiveOutbox();
    private final String address;
    private final Instant connectedAt;
    private final AtomicBoolean draining = new AtomicBoolean();
    private final AtomicInteger wishes = new AtomicInteger();
    private final BesideLoops beside;
    private volatile Principal principal;
    private volatile Runnable whenClosed = () -> {};
    private volatile LiveSubscription subscription = LiveSubscription.to(java.util.Set.of());

    LiveConnection(
            ServerWebSocket socket,
            Context context,
            Principal principal,
            String address,
            Live live,
            Json json,
            BesideLoops beside) {
        this.beside = beside;
        this.address = address;
        this.connectedAt = live.now();
        this.socket = socket;
        this.context = context;
        this.principal = principal;
        this.live = live;
        this.json = json;
        socket.drainHandler(ready -> drain());
    }

    String id() {
        return id;
    }

    /** Of the client. */
    String address() {
        return address;
    }

    Instant connectedAt() {
        return connectedAt;
    }

    /** Messages that wait to be sent. */
    int queued() {
        return outbox.size();
    }

    /** Messages that were left out because the client read too slowly. */
    long dropped() {
        return outbox.left();
    }

    Principal principal() {
        return principal;
    }

    void prolonged(Principal same) {
        principal = same;
    }

    LiveSubscription subscription() {
        return subscription;
    }

    /** Hears this from now on; with {@code since} what was told after it comes first. */
    void subscribe(LiveSubscription wanted, Long since) {
        int wish = wishes.incrementAndGet();
        if (since == null || live.remembers(since)) {
            live.subscribe(this, wanted, since);
            return;
        }
        beside.forSocket(context, () -> live.recall(since))
                .onFailure(failed -> LOG.warn("what was told before cannot be read", failed))
                .otherwise(Live.Recalled.NOTHING)
                .onSuccess(
                        recalled -> {
                            if (wishes.get() == wish) { // else it has wished otherwise meanwhile
                                live.subscribe(this, wanted, since, recalled);
                            }
                        });
    }

    void subscribed(LiveSubscription now) {
        subscription = now;
    }

    /** It wished for what this version does not know; that is ignored. */
    void unheardOf() {
        live.unheardOf();
    }

    void hear(LiveMessage message) {
        if (subscription.wants(message)) {
            send(message);
        }
    }

    void send(LiveMessage message) {
        outbox.add(message);
        if (outbox.full()) {
            close(LiveClose.TOO_SLOW);
        } else if (draining.compareAndSet(false, true)) {
            context.runOnContext(go -> drain());
        }
    }

    void control(String type, ObjectNode data) {
        send(live.control(type, data));
    }

    void error(String code, String message) {
        control("error", json.object().put("code", code).put("message", message));
    }

    /** What ends with the socket. */
    void onClose(Runnable ending) {
        whenClosed = ending;
    }

    void closed() {
        whenClosed.run();
    }

    void close(LiveClose why) {
        live.leave(this);
        context.runOnContext(
                go -> {
                    if (!socket.isClosed()) {
                        flush();
                        socket.close(why.code(), why.reason());
                    }
                });
    }

    private void drain() {
        draining.set(false);
        if (socket.isClosed()) {
            return;
        }
        int merged = outbox.takeMerged();
        if (merged > 0) {
            live.merged(merged);
            outbox.add(
                    live.control("lagging", json.object().put("merged", merged).put("dropped", 0)));
        }
        while (!socket.writeQueueFull()) {
            LiveMessage next = outbox.poll();
            if (next == null) {
                return;
            }
            write(next);
        }
    }

    private void write(LiveMessage message) {
        live.sent(message.type());
        socket.writeTextMessage(message.text());
    }

    /** The last words before a close, as far as the socket takes them. */
    private void flush() {
        while (!socket.writeQueueFull()) {
            LiveMessage next = outbox.poll();
            if (next == null) {
                return;
            }
            write(next);
        }
    }
}

package io.github.walnut.api;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.UUID;

/** One connection, and who has proven to be at its other end. */
final class OpenConnection {

    private static final AttributeKey<OpenConnection> KEY =
            AttributeKey.valueOf(OpenConnection.class.getName());

    private final String party;
    private final Channel channel;
    private volatile UUID user;
    private volatile boolean busy;
    private volatile boolean served;

    /**
     * @param party the address that it counts for
     */
    OpenConnection(String party, Channel channel) {
        this.party = party;
        this.channel = channel;
        channel.attr(KEY).set(this);
    }

    /** Null when the server was not asked when it was opened. */
    static OpenConnection of(HttpServerRequest request) {
        return ((ConnectionBase) request.connection()).channel().attr(KEY).get();
    }

    /** The caller of the request has valid credentials. */
    static void identified(HttpServerRequest request, UUID user) {
        OpenConnection connection = of(request);
        if (connection != null) {
            connection.user = user;
        }
    }

    /**
     * @param owes the client has sent all of a request, and waits; or it listens as it should
     */
    static void busy(HttpServerRequest request, boolean owes) {
        OpenConnection connection = of(request);
        if (connection != null) {
            connection.served |= !owes;
            connection.busy = owes;
        }
    }

    String party() {
        return party;
    }

    /** Null for a stranger. */
    UUID user() {
        return user;
    }

    /** Nothing is owed to the client, so that it may be closed for another one's sake. */
    boolean idle() {
        return !busy;
    }

    /** A request of it has been answered already. */
    boolean served() {
        return served;
    }

    void close() {
        channel.close();
    }
}

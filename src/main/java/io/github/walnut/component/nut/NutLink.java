package io.github.walnut.component.nut;

import java.util.concurrent.ThreadLocalRandom;

/**
 * A connection that comes back: opened when it is needed, dropped when it broke, and not tried
 * again too soon. Used by one thread, but for {@link #generation} and {@link #cut}.
 */
final class NutLink {

    private static final long PROTOCOL_ERROR_INTERVAL = 60_000;

    private final NutSessionSettings settings;
    private final NutHost host;
    private final NutConnector connector;
    private final SessionJob.Work<?> opening;
    private final Backoff backoff;
    private volatile NutConnection connection;
    private volatile long generation;
    private NutError lastFailure;
    private long notBefore;
    private long protocolErrorToldAt;
    private boolean protocolErrorTold;
    private volatile boolean cut;

    /**
     * @param opening done on each new connection before anything else
     */
    NutLink(NutSessionSettings settings, NutHost host, SessionJob.Work<?> opening) {
        this.settings = settings;
        this.host = host;
        this.connector = new NutConnector(settings, host);
        this.opening = opening;
        this.backoff =
                new Backoff(
                        settings.reconnectDelay(),
                        settings.reconnectMaxDelay(),
                        () -> ThreadLocalRandom.current().nextDouble());
    }

    NutServer server() {
        return settings.server();
    }

    /** Rises with each connection that was opened. */
    long generation() {
        return generation;
    }

    boolean isOpen() {
        return connection != null;
    }

    /**
     * @throws NutException when no connection can be had now; until the back-off is over, with the
     *     last reason
     */
    NutConnection connected() throws NutException {
        if (connection != null && connection.spoiled()) {
            dropSpoiled();
        }
        if (connection == null) {
            open();
        }
        return connection;
    }

    /**
     * After each use: drops a connection that broke, and takes note of what that means for the next
     * attempt.
     */
    void settle() {
        NutConnection open = connection;
        if (open == null) {
            return;
        }
        NutError broken = open.broken();
        if (broken == null) {
            backoff.succeeded();
            return;
        }
        drop(broken);
        if (broken.errorClass() == NutErrorClass.PROTOCOL) {
            tellProtocolError(broken);
        } else {
            wait(broken);
        }
    }

    /** Drops the connection without a wait before the next. */
    void drop(NutError error) {
        NutConnection open = connection;
        connection = null;
        if (open != null) {
            open.close();
            host.tell(new NutServerEvent.Disconnected(server(), cut ? closed() : error));
        }
    }

    /**
     * Drops the connection because nothing on it is allowed; whoever has no right now will not have
     * it soon.
     */
    void refused(NutError error) {
        drop(error);
        wait(error);
    }

    void noticeExpiry() {
        connector.tls().noticeExpiry(server());
    }

    /** From any thread: ends whatever is going on; nothing is opened after it. */
    void cut() {
        cut = true;
        connector.cut();
    }

    NutError closed() {
        return new NutError(NutError.TRANSPORT, "the session with " + server() + " was closed");
    }

    private void dropSpoiled() {
        NutError error = connection.broken();
        if (error == null) {
            error =
                    new NutError(
                            NutError.PROTOCOL,
                            server() + " sent something that nobody had asked for");
            tellProtocolError(error);
        }
        drop(error);
    }

    private void open() throws NutException {
        if (cut) {
            throw new NutException(closed());
        }
        if (lastFailure != null && host.clock().monotonicMillis() < notBefore) {
            throw new NutException(lastFailure);
        }
        NutConnection fresh = null;
        try {
            fresh = connector.open();
            opening.on(fresh);
        } catch (NutException e) {
            if (fresh != null) {
                fresh.close();
            }
            wait(e.error());
            if (!cut) {
                host.tell(new NutServerEvent.Unreachable(server(), e.error()));
            }
            throw e;
        }
        connection = fresh;
        generation++;
        lastFailure = null;
        host.tell(new NutServerEvent.Connected(server()));
    }

    private void wait(NutError error) {
        lastFailure = error;
        notBefore = host.clock().monotonicMillis() + backoff.failed(error.errorClass());
    }

    private void tellProtocolError(NutError error) {
        long now = host.clock().monotonicMillis();
        if (!protocolErrorTold || now - protocolErrorToldAt >= PROTOCOL_ERROR_INTERVAL) {
            protocolErrorTold = true;
            protocolErrorToldAt = now;
            host.tell(new NutServerEvent.ProtocolError(server(), error));
        }
    }
}

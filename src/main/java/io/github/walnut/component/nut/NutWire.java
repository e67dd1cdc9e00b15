package io.github.walnut.component.nut;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lines over a socket. A limit is for all that happens inside it, however the bytes trickle: when
 * it is over the socket is closed, which ends whatever read, write or handshake is going on.
 */
final class NutWire implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NutWire.class);

    private final NutServer server;
    private final Socket raw;
    private final ScheduledExecutorService watchdog;
    private final NutClock clock;
    private final NutAddresses addresses;
    private final byte[] chunk = new byte[16384];
    private LineDecoder decoder = new LineDecoder();
    private Socket socket;
    private volatile boolean expired;

    NutWire(NutServer server, NutHost host) {
        this.server = server;
        this.watchdog = host.watchdog();
        this.clock = host.clock();
        this.addresses = host.addresses();
        this.raw = new Socket();
        this.socket = raw;
    }

    NutServer server() {
        return server;
    }

    void connect() throws NutException {
        try {
            raw.setTcpNoDelay(true);
            InetAddress address = addresses.address(server.host(), server.port());
            raw.connect(new InetSocketAddress(address, server.port()));
        } catch (IOException e) {
            throw failed("connect", e);
        }
    }

    @FunctionalInterface
    interface Steps {
        void run() throws NutException;
    }

    /** Carries the steps out; when they take longer than this, the socket is closed under them. */
    void within(long millis, Steps steps) throws NutException {
        ScheduledFuture<?> end = watchdog.schedule(this::expire, millis, TimeUnit.MILLISECONDS);
        try {
            steps.run();
        } finally {
            end.cancel(false);
        }
    }

    /** All requests in one write. */
    void send(List<NutRequest> requests) throws NutException {
        StringBuilder text = new StringBuilder();
        requests.forEach(request -> text.append(request.text()).append('\n'));
        try {
            socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw failed(requests.get(0).shown(), e);
        }
    }

    NutAnswer receive(NutRequest request) throws NutException {
        NutAnswerReader reader = new NutAnswerReader(request, server, clock);
        NutAnswer answer = null;
        while (answer == null) {
            answer = reader.accept(line(request));
        }
        return answer;
    }

    /** True when bytes have come that no request asked for. */
    boolean hasStrayBytes() throws NutException {
        try {
            return !decoder.isEmpty() || socket.getInputStream().available() > 0;
        } catch (IOException e) {
            throw failed("read", e);
        }
    }

    /** Goes on over TLS; whatever was read before is gone. */
    void upgrade(NutTls tls) throws NutException {
        decoder = new LineDecoder();
        try {
            SSLSocket secure = tls.wrap(raw, server);
            socket = secure;
            secure.startHandshake();
        } catch (IOException e) {
            throw expired ? failed("TLS handshake", e) : tls.failed(server, e);
        }
    }

    boolean secure() {
        return socket instanceof SSLSocket;
    }

    SSLSocket secureSocket() {
        return (SSLSocket) socket;
    }

    @Override
    public void close() {
        closeQuietly(raw);
    }

    private String line(NutRequest request) throws NutException {
        String line = decoder.next();
        while (line == null) {
            if (decoder.overflowed()) {
                throw new NutException(
                        NutError.PROTOCOL,
                        "%s at %s answered a line of more than %d bytes"
                                .formatted(request, server, LineDecoder.MAX_LINE));
            }
            fill(request);
            line = decoder.next();
        }
        return line;
    }

    private void fill(NutRequest request) throws NutException {
        try {
            InputStream in = socket.getInputStream();
            int length = in.read(chunk);
            if (length < 0) {
                throw new NutException(
                        NutError.TRANSPORT,
                        "%s closed the connection before it answered %s"
                                .formatted(server, request));
            }
            decoder.feed(chunk, length);
        } catch (NutException e) {
            throw e;
        } catch (IOException e) {
            throw failed(request.shown(), e);
        }
    }

    private NutException failed(String what, IOException cause) {
        return expired
                ? new NutException(
                        new NutError(
                                NutError.TIMEOUT,
                                "%s at %s: no complete answer in time".formatted(what, server)),
                        cause)
                : new NutException(
                        new NutError(
                                NutError.TRANSPORT,
                                "%s at %s: %s".formatted(what, server, cause.getMessage())),
                        cause);
    }

    private void expire() {
        expired = true;
        closeQuietly(raw);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("closing a connection: {}", e.toString());
        }
    }
}

package io.github.walnut.component.nut;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.apache.camel.support.jsse.SSLContextParameters;

/** TLS towards one server: whom to believe, and what to remember of it. */
final class NutTls {

    private static final long EXPIRY_NOTICE = TimeUnit.DAYS.toMillis(30);
    private static final long NOTICE_INTERVAL = TimeUnit.DAYS.toMillis(1);

    private final NutTlsSettings settings;
    private final NutHost host;
    private long noticedAt = Long.MIN_VALUE;
    private X509Certificate leaf;
    private NutServerEvent told;

    NutTls(NutTlsSettings settings, NutHost host) {
        this.settings = settings;
        this.host = host;
    }

    NutTlsMode mode() {
        return settings.mode();
    }

    /** A TLS socket over the connected one; the handshake is not done yet. */
    SSLSocket wrap(Socket raw, NutServer server) throws IOException {
        SSLContext context = context(server);
        SSLSocket socket =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(raw, server.host(), server.port(), true);
        socket.setUseClientMode(true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        if (settings.trust() == NutTlsTrust.CA) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        socket.setSSLParameters(parameters);
        return socket;
    }

    /**
     * Tells why a handshake failed, and the listener if the certificate is another one than before.
     */
    NutException failed(NutServer server, IOException cause) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof PinTrustManager.Mismatch mismatch
                    && settings.trust() == NutTlsTrust.FIRST_USE) {
                tellOnce(
                        new NutServerEvent.TlsCertificateChanged(
                                server, mismatch.expected(), mismatch.found()));
            }
        }
        return new NutException(
                new NutError(
                        NutError.TLS,
                        "TLS with %s failed: %s".formatted(server, cause.getMessage())),
                cause);
    }

    /** Clear text is not acceptable from a server that has done TLS before. */
    void refuseDowngrade(NutServer server) throws NutException {
        if (host.memory().find(server).isPresent()) {
            tellOnce(new NutServerEvent.TlsDowngrade(server));
            throw new NutException(
                    NutError.TLS,
                    server + " has done TLS before and does not offer it now: refused in clear");
        }
    }

    /** Attempts go on every half minute; what is wrong is told the first time. */
    private void tellOnce(NutServerEvent event) {
        if (!event.equals(told)) {
            told = event;
            host.tell(event);
        }
    }

    /** The connection has proved to work: its certificate is remembered. */
    void established(NutServer server, SSLSocket socket) throws NutException {
        try {
            leaf = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            String pin = CertificatePin.of(leaf);
            Optional<String> remembered = host.memory().find(server);
            if (remembered.isEmpty() || !remembered.get().equals(pin)) {
                host.memory().save(server, pin);
            }
        } catch (SSLPeerUnverifiedException | CertificateEncodingException e) {
            throw failed(server, e instanceof IOException io ? io : new IOException(e));
        }
        told = null;
        noticeExpiry(server);
    }

    /** Tells, at most once a day, that the certificate in use ends soon. */
    void noticeExpiry(NutServer server) {
        long now = host.clock().wallMillis();
        if (leaf == null || leaf.getNotAfter().getTime() - now > EXPIRY_NOTICE) {
            return;
        }
        if (noticedAt == Long.MIN_VALUE || now - noticedAt >= NOTICE_INTERVAL) {
            noticedAt = now;
            host.tell(
                    new NutServerEvent.TlsCertificateExpiring(
                            server, leaf.getNotAfter().getTime()));
        }
    }

    private SSLContext context(NutServer server) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(), trustManagers(server), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot set up TLS: " + e.getMessage(), e);
        }
    }

    private KeyManager[] keyManagers() throws GeneralSecurityException, IOException {
        SSLContextParameters given = settings.parameters();
        return given == null || given.getKeyManagers() == null
                ? null
                : given.getKeyManagers().createKeyManagers();
    }

    private TrustManager[] trustManagers(NutServer server)
            throws GeneralSecurityException, IOException {
        return switch (settings.trust()) {
            case CA -> authorities();
            case NONE -> new TrustManager[] {new PinTrustManager(null)};
            case FIRST_USE ->
                    new TrustManager[] {
                        new PinTrustManager(host.memory().find(server).orElse(null))
                    };
            case PIN -> new TrustManager[] {new PinTrustManager(pin(server))};
        };
    }

    private TrustManager[] authorities() throws GeneralSecurityException, IOException {
        SSLContextParameters given = settings.parameters();
        if (given != null && given.getTrustManagers() != null) {
            return given.getTrustManagers().createTrustManagers();
        }
        TrustManagerFactory system =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        system.init((java.security.KeyStore) null);
        return system.getTrustManagers();
    }

    private String pin(NutServer server) throws IOException {
        if (settings.pin() != null) {
            return settings.pin();
        }
        return host.memory()
                .find(server)
                .orElseThrow(
                        () -> new IOException("tlsTrust=pin and no pin is known for " + server));
    }
}

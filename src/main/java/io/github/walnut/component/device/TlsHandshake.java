package io.github.walnut.component.device;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** TLS over a connection that stands, with those that a host's settings trust and no others. */
final class TlsHandshake {

    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    private TlsHandshake() {}

    /** As a step of the call, which tells what certificate was shown. */
    static SSLSocket step(
            DeviceCall call, Socket plain, String host, int port, DeviceSettings settings)
            throws DeviceException {
        Map<String, Object> shown = new LinkedHashMap<>();
        return call.phase(
                "trust",
                shown,
                () -> {
                    SSLSocket socket = over(plain, host, port, settings);
                    shown.put("certificate", ShownCertificate.of(socket.getSession()));
                    return socket;
                });
    }

    /**
     * Returns when the other side was found to be trusted.
     *
     * @throws DeviceException of class untrusted, with the fingerprint of what was shown
     */
    private static SSLSocket over(Socket plain, String host, int port, DeviceSettings settings)
            throws DeviceException {
        TlsTrust trust = TlsTrust.of(settings.nested("tls"));
        Noted noted = new Noted(trust.manager());
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {noted}, null);
            SSLSocket socket =
                    (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setProtocols(VERSIONS);
            if (trust.byChain()) {
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
            }
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket;
        } catch (SocketTimeoutException silent) {
            throw DeviceException.of(
                    "unavailable",
                    "no_answer",
                    "Host " + settings.hostId() + " did not answer in time.",
                    silent);
        } catch (GeneralSecurityException | IOException failure) {
            DeviceException untrusted =
                    DeviceException.of(
                            "untrusted",
                            "tls",
                            "The certificate of host " + settings.hostId() + " is not trusted.",
                            failure);
            throw noted.shown == null
                    ? untrusted
                    : untrusted
                            .with("fingerprint", noted.fingerprint())
                            .with("certificate", ShownCertificate.of(noted.shown));
        }
    }

    /** Keeps what was shown, whoever decides on it. */
    private static final class Noted implements X509TrustManager {

        private final X509TrustManager judge;
        private X509Certificate shown;

        Noted(X509TrustManager judge) {
            this.judge = judge;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            shown = chain[0];
            judge.checkServerTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            judge.checkClientTrusted(chain, type);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return judge.getAcceptedIssuers();
        }

        private String fingerprint() {
            try {
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(shown.getEncoded()));
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }
}

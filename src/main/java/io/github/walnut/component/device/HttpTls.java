package io.github.walnut.component.device;

import java.security.GeneralSecurityException;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.reactor.ssl.SSLBufferMode;

/** TLS 1.2 or newer; whom to trust says {@link TlsTrust}. */
final class HttpTls {

    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    private HttpTls() {}

    static TlsSocketStrategy of(DeviceSettings settings) throws DeviceException {
        TlsTrust trust = TlsTrust.of(settings.nested("tls"));
        HostnameVerifier names =
                trust.byChain() ? new DefaultHostnameVerifier() : (host, session) -> true;
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust.manager()}, null);
            return new DefaultClientTlsStrategy(
                    context, VERSIONS, null, SSLBufferMode.STATIC, names);
        } catch (GeneralSecurityException failure) {
            throw DeviceException.of(
                    "internal",
                    "tls_setup",
                    "TLS could not be set up for host " + settings.hostId() + ".",
                    failure);
        }
    }
}

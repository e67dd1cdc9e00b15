package io.github.walnut.component.device;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** What a certificate says of itself, for people. */
final class ShownCertificate {

    private static final int LONGEST = 200;

    private ShownCertificate() {}

    /** That of the other side. */
    static Map<String, Object> of(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain[0] instanceof X509Certificate shown ? of(shown) : Map.of();
        } catch (SSLPeerUnverifiedException none) {
            throw new IllegalStateException("TLS without a certificate was not refused", none);
        }
    }

    /** Subject, and until when it is good. */
    static Map<String, Object> of(X509Certificate shown) {
        String subject =
                shown.getSubjectX500Principal().getName().replaceAll("\\p{Cntrl}", " ").strip();
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("subject", subject.substring(0, Math.min(LONGEST, subject.length())));
        said.put("expires_at", shown.getNotAfter().toInstant().toString());
        return said;
    }
}

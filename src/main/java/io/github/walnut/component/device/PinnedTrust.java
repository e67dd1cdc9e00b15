package io.github.walnut.component.device;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.net.ssl.X509TrustManager;

/**
 * @param chain null when the pin alone decides
 * @param pin null when the chain alone decides
 */
record PinnedTrust(X509TrustManager chain, String pin) implements X509TrustManager {

    @Override
    public void checkServerTrusted(X509Certificate[] certificates, String authType)
            throws CertificateException {
        if (chain != null) {
            chain.checkServerTrusted(certificates, authType);
        }
        String shown = sha256(certificates[0]);
        if (pin == null ? chain == null : !pin.equals(shown)) {
            throw new CertificateException("certificate " + shown + " is not the pinned one");
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] certificates, String authType)
            throws CertificateException {
        throw new CertificateException("walNUT is the client here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return chain == null ? new X509Certificate[0] : chain.getAcceptedIssuers();
    }

    private static String sha256(X509Certificate certificate) throws CertificateException {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

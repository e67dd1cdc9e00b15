package io.github.walnut.component.nut;

import io.github.walnut.TestLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * The TLS side of a scripted server: a self-signed certificate that keytool makes, and a choice of
 * protocol.
 */
final class ScriptedTls {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final KeyStore keys;
    private final String protocol;
    private final boolean wantClientCertificate;

    private ScriptedTls(KeyStore keys, String protocol, boolean wantClientCertificate) {
        this.keys = keys;
        this.protocol = protocol;
        this.wantClientCertificate = wantClientCertificate;
    }

    /**
     * @param alternativeNames as keytool takes them, such as {@code dns:localhost,ip:127.0.0.1}
     */
    static ScriptedTls create(Path folder, String protocol, String alternativeNames, int days)
            throws Exception {
        Path file = Files.createTempFile(folder, "server", ".p12");
        Files.delete(file);
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "server",
                                "-keyalg",
                                "EC",
                                "-groupname",
                                "secp256r1",
                                "-dname",
                                "CN=scripted",
                                "-ext",
                                "san=" + alternativeNames,
                                "-validity",
                                Integer.toString(days),
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                file.toString(),
                                "-storepass",
                                new String(PASSWORD))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (!keytool.waitFor(TestLimits.WAIT_SECONDS, TimeUnit.SECONDS)
                || keytool.exitValue() != 0) {
            throw new IOException("keytool failed");
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        return new ScriptedTls(keys, protocol, false);
    }

    static ScriptedTls create(Path folder, String protocol) throws Exception {
        return create(folder, protocol, "dns:localhost,ip:127.0.0.1", 365);
    }

    ScriptedTls wantingClientCertificate() {
        return new ScriptedTls(keys, protocol, true);
    }

    X509Certificate certificate() throws GeneralSecurityException {
        return (X509Certificate) keys.getCertificate("server");
    }

    KeyStore keys() {
        return keys;
    }

    String pin() throws GeneralSecurityException {
        return CertificatePin.of(certificate());
    }

    /** Writes a PKCS12 trust store with this certificate only. */
    Path trustStore(Path folder) throws Exception {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, PASSWORD);
        trust.setCertificateEntry("server", certificate());
        return write(trust, Files.createTempFile(folder, "trust", ".p12"));
    }

    Path keyStore(Path folder) throws Exception {
        return write(keys, Files.createTempFile(folder, "keys", ".p12"));
    }

    Socket accept(Socket socket) throws IOException {
        try {
            KeyManagerFactory factory =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keys, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(factory.getKeyManagers(), new TrustManager[] {new AnyClient()}, null);
            SSLSocket secure =
                    (SSLSocket)
                            context.getSocketFactory()
                                    .createSocket(socket, "127.0.0.1", socket.getLocalPort(), true);
            secure.setUseClientMode(false);
            secure.setNeedClientAuth(wantClientCertificate);
            secure.setEnabledProtocols(new String[] {protocol});
            secure.startHandshake();
            return secure;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static Path write(KeyStore store, Path file) throws Exception {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD);
        }
        return file;
    }

    private static final class AnyClient implements javax.net.ssl.X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

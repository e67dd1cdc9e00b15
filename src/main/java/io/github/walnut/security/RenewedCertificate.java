package io.github.walnut.security;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate of two files, read again when one of them has changed: open connections go on,
 * new ones are shown the new certificate. Files that do not serve leave the one before in place.
 */
public final class RenewedCertificate extends X509ExtendedKeyManager {

    private static final Logger LOG = LoggerFactory.getLogger(RenewedCertificate.class);

    /** Between two looks at the files. */
    private static final Duration LOOKS = Duration.ofSeconds(1);

    private final Path certificateFile;
    private final Path keyFile;
    private final Clock clock;
    private String seen;
    private Instant looked;
    private ServerCertificate before;
    private ServerCertificate present;
    private int number;

    /**
     * @throws ServerCertificate.Unusable when there is nothing to begin with
     */
    public RenewedCertificate(Path certificateFile, Path keyFile, Clock clock)
            throws ServerCertificate.Unusable {
        this.certificateFile = certificateFile;
        this.keyFile = keyFile;
        this.clock = clock;
        this.seen = state();
        this.looked = clock.instant();
        this.present = ServerCertificate.read(certificateFile, keyFile);
    }

    /** A handshake stays with the pair that it chose. */
    private synchronized String choose(String keyType) {
        renew();
        return keyType.equals(present.key().getAlgorithm()) ? Integer.toString(number) : null;
    }

    private synchronized ServerCertificate chosen(String alias) {
        return alias.equals(Integer.toString(number)) ? present : before;
    }

    private void renew() {
        Instant now = clock.instant();
        if (now.isBefore(looked.plus(LOOKS)) && !now.isBefore(looked)) {
            return;
        }
        looked = now;
        String state = state();
        if (state.equals(seen)) {
            return;
        }
        seen = state;
        try {
            ServerCertificate read = ServerCertificate.read(certificateFile, keyFile);
            before = present;
            present = read;
            number++;
            LOG.info(
                    "the certificate in {} was renewed; it ends on {}",
                    certificateFile,
                    read.chain().get(0).getNotAfter().toInstant());
        } catch (ServerCertificate.Unusable unusable) {
            LOG.warn(
                    "the certificate in {} has changed and does not serve, the one before stays:"
                            + " {}",
                    certificateFile,
                    unusable.getMessage());
        }
    }

    private String state() {
        return state(certificateFile) + state(keyFile);
    }

    private static String state(Path file) {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            return found.lastModifiedTime() + " " + found.size() + " " + found.fileKey() + "\n";
        } catch (IOException absent) {
            return "absent\n";
        }
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return choose(keyType);
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return choose(keyType);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        List<X509Certificate> chain = chosen(alias).chain();
        return chain.toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return chosen(alias).key();
    }

    @Override
    public synchronized String[] getServerAliases(String keyType, Principal[] issuers) {
        return new String[] {Integer.toString(number)};
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return new String[0];
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return null;
    }
}

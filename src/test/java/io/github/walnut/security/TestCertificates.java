package io.github.walnut.security;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority of the house, as people run one at home, and certificates that it signs. */
public final class TestCertificates {

    private static final X500Name ISSUER = new X500Name("CN=House CA");

    private final Path folder;
    private final KeyPair authority = pair("EC", 256);
    private int serial;

    public TestCertificates(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        Files.writeString(
                caFile(),
                pem("CERTIFICATE", sign(ISSUER, authority, authority, true).getEncoded()));
    }

    public Path caFile() {
        return folder.resolve("ca.pem");
    }

    public Path certificate() {
        return folder.resolve("server.pem");
    }

    public Path key() {
        return folder.resolve("server.key");
    }

    /** A new certificate for 127.0.0.1; its key in PKCS #8. Returns the serial number. */
    public BigInteger issue(String algorithm, int bits) throws IOException {
        KeyPair pair = pair(algorithm, bits);
        replace(key(), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        return certify(pair);
    }

    /** The same with the key in the older form of its algorithm. */
    public BigInteger issueOldForm(String algorithm, int bits) throws IOException {
        KeyPair pair = pair(algorithm, bits);
        PrivateKeyInfo key = PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded());
        byte[] old =
                pair.getPrivate() instanceof ECPrivateKey curve
                        ? new org.bouncycastle.asn1.sec.ECPrivateKey(
                                        bits,
                                        curve.getS(),
                                        key.getPrivateKeyAlgorithm().getParameters())
                                .getEncoded()
                        : key.parsePrivateKey().toASN1Primitive().getEncoded();
        replace(key(), pem(algorithm + " PRIVATE KEY", old));
        return certify(pair);
    }

    /** A key that belongs to no certificate here. */
    public static PrivateKey strangerKey() {
        return pair("EC", 256).getPrivate();
    }

    public static String pem(String what, byte[] content) {
        return "-----BEGIN "
                + what
                + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
                + "\n-----END "
                + what
                + "-----\n";
    }

    private BigInteger certify(KeyPair pair) throws IOException {
        X509CertificateHolder made = sign(new X500Name("CN=walnut"), pair, authority, false);
        replace(certificate(), pem("CERTIFICATE", made.getEncoded()));
        return made.getSerialNumber();
    }

    private static void replace(Path file, String text) throws IOException {
        Path next = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private X509CertificateHolder sign(X500Name subject, KeyPair pair, KeyPair by, boolean ca)
            throws IOException {
        Instant now = Instant.now();
        X509v3CertificateBuilder builder =
                new X509v3CertificateBuilder(
                        ISSUER,
                        BigInteger.valueOf(++serial),
                        Date.from(now.minusSeconds(3600)),
                        Date.from(now.plusSeconds(86_400)),
                        subject,
                        SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
            if (!ca) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
            }
            return builder.build(
                    new JcaContentSignerBuilder("SHA256withECDSA").build(by.getPrivate()));
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair pair(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (bits > 0) {
                generator.initialize(bits);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

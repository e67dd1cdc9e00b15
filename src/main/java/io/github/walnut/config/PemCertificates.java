package io.github.walnut.config;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Certificates in PEM, one after the other. In a field of one line the ends of lines are lost, so
 * they do not count; what stands between certificates is left out.
 */
record PemCertificates() implements Shape {

    private static final int LONGEST = 65_536;
    private static final Pattern BLOCK =
            Pattern.compile(
                    "-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]+)-----END CERTIFICATE-----");
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {(byte) '\n'});

    @Override
    public Object read(Object given) throws Misfit {
        if (!(given instanceof String text)) {
            throw Misfit.type("a text");
        }
        StringBuilder certificates = new StringBuilder();
        Matcher block = BLOCK.matcher(text);
        while (text.length() <= LONGEST && block.find()) {
            certificates.append(certificate(block.group(1)));
        }
        if (certificates.isEmpty()) {
            throw unfit();
        }
        return certificates.toString();
    }

    private static String certificate(String base64) throws Misfit {
        try {
            byte[] der = Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
            CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der));
            return "-----BEGIN CERTIFICATE-----\n"
                    + LINES.encodeToString(der)
                    + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateException | IllegalArgumentException e) {
            throw unfit();
        }
    }

    private static Misfit unfit() {
        return Misfit.value("certificates in PEM (-----BEGIN CERTIFICATE-----)");
    }

    @Override
    public Object readText(String text) throws Misfit {
        return read(text);
    }
}

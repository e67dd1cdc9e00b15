package io.github.walnut.config;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A private key in PEM without a passphrase; as with certificates, ends of lines do not count. */
record PemPrivateKey() implements Shape.Sealed {

    private static final int LONGEST = 16_384;
    private static final Pattern BLOCK =
            Pattern.compile(
                    "-----BEGIN ((?:RSA |EC )?PRIVATE KEY)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    @Override
    public Object read(Object given) throws Misfit {
        if (!(given instanceof String text)) {
            throw Misfit.type("a text");
        }
        Matcher block = BLOCK.matcher(text);
        if (text.length() > LONGEST || !block.find() || !base64(block.group(2))) {
            throw Misfit.value(
                    "a private key in PEM without a passphrase (-----BEGIN PRIVATE KEY-----)");
        }
        return text;
    }

    private static boolean base64(String text) {
        try {
            return Base64.getDecoder().decode(text.replaceAll("\\s", "")).length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public Object readText(String text) throws Misfit {
        return read(text);
    }
}

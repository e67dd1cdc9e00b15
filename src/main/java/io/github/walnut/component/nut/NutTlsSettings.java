package io.github.walnut.component.nut;

import java.util.Locale;
import org.apache.camel.support.jsse.SSLContextParameters;

/**
 * @param pin SHA-256 of the leaf certificate in lower-case hexadecimal, or null
 * @param parameters trust store and client certificate, or null for those of the system
 */
record NutTlsSettings(
        NutTlsMode mode, NutTlsTrust trust, String pin, SSLContextParameters parameters) {

    NutTlsSettings {
        if (mode == NutTlsMode.REQUIRED && trust == NutTlsTrust.NONE) {
            throw new IllegalArgumentException(
                    "tls=required with tlsTrust=none would believe anybody: use first-use, ca or pin");
        }
        pin = pin == null ? null : pin.replace(":", "").toLowerCase(Locale.ROOT);
        if (pin != null && !pin.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    "tlsPin: expected 64 hexadecimal digits, the SHA-256 of a certificate");
        }
    }
}

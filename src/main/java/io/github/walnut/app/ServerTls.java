package io.github.walnut.app;

import io.github.walnut.config.Configuration;
import io.github.walnut.config.ConfigurationException;
import io.github.walnut.config.Setting;
import io.github.walnut.security.RenewedCertificate;
import io.github.walnut.security.ServerCertificate;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** The certificate that the settings name. */
final class ServerTls {

    private ServerTls() {}

    /**
     * Null when the settings name none: HTTP is spoken.
     *
     * @throws ConfigurationException when the files do not serve
     */
    static RenewedCertificate of(Configuration configuration) {
        String certificate = configuration.text(Setting.TLS_CERT);
        if (certificate == null) {
            return null;
        }
        try {
            return new RenewedCertificate(
                    Path.of(certificate),
                    Path.of(configuration.required(Setting.TLS_KEY)),
                    Clock.systemUTC());
        } catch (ServerCertificate.Unusable unusable) {
            Setting wrong = unusable.ofKey() ? Setting.TLS_KEY : Setting.TLS_CERT;
            throw new ConfigurationException(
                    List.of(wrong.variable() + ": " + unusable.getMessage()));
        }
    }
}

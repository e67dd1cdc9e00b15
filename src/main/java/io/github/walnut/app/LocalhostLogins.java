package io.github.walnut.app;

import io.github.walnut.config.Configuration;
import io.github.walnut.config.Setting;

/**
 * Whether browsers may log in at {@code http://localhost} by cookies that need no TLS: unless the
 * server is for production, or TLS is in front of it.
 */
final class LocalhostLogins {

    private LocalhostLogins() {}

    static boolean allowed(Configuration configuration) {
        String address = configuration.text(Setting.PUBLIC_URL);
        return !configuration.production()
                && configuration.text(Setting.TLS_CERT) == null
                && (address == null || !address.startsWith("https:"));
    }
}

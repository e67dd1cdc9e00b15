package io.github.walnut.cli;

import io.github.walnut.config.ConfigurationReader;
import io.github.walnut.config.Setting;
import io.github.walnut.security.ExactTrust;
import io.github.walnut.security.GivenAuthorities;
import io.github.walnut.security.ServerCertificate;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLContext;

/**
 * Which certificates remote commands believe: those below a given file, else those that Java
 * believes; and of the server of this machine, when it was not named, exactly its own.
 */
final class ServerTrust {

    private static final String CA_FILE = "WALNUT_CA_FILE";

    private final Path caFile;
    private final Map<String, String> environment;

    /**
     * @param caFile of {@code --ca-file}; null when it was not given
     */
    ServerTrust(Path caFile, Map<String, String> environment) {
        String variable = environment.getOrDefault(CA_FILE, "");
        this.caFile = caFile != null || variable.isEmpty() ? caFile : Path.of(variable);
        this.environment = environment;
    }

    /**
     * Null for the usual one.
     *
     * @param named whether somebody named the server
     */
    SSLContext context(URI server, boolean named) {
        if (!"https".equals(server.getScheme())) {
            return null;
        }
        try {
            if (caFile != null) {
                return GivenAuthorities.in(caFile);
            }
            String own = named ? null : setting(Setting.TLS_CERT);
            return own == null ? null : ExactTrust.in(ServerCertificate.chain(Path.of(own)).get(0));
        } catch (ServerCertificate.Unusable unusable) {
            throw new CliException(
                    CliException.USAGE,
                    (caFile != null ? "--ca-file" : Setting.TLS_CERT.variable())
                            + ": "
                            + unusable.getMessage());
        }
    }

    /** As this machine's server reads it. */
    private String setting(Setting setting) {
        return new ConfigurationReader(environment, System.getProperties(), ignored -> {})
                .only(setting);
    }
}

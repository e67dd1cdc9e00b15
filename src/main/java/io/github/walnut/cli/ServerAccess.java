package io.github.walnut.cli;

import io.github.walnut.config.Configuration;
import io.github.walnut.config.ConfigurationReader;
import io.github.walnut.config.Setting;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Which server remote commands ask, and the token that they show it. */
final class ServerAccess {

    private static final String SERVER = "WALNUT_SERVER";
    private static final String TOKEN = "WALNUT_TOKEN";
    private static final String TOKEN_FILE = "WALNUT_TOKEN_FILE";

    private final String server;
    private final Path tokenFile;
    private final Path caFile;
    private final Map<String, String> environment;
    private final Local local;
    private final Supplier<Configuration> configuration;

    /**
     * @param server as {@code --server} names it; null when it was not given
     * @param tokenFile of {@code --token-file}; null when it was not given
     * @param caFile of {@code --ca-file}; null when it was not given
     * @param configuration read only when nothing else gives a token
     */
    ServerAccess(
            String server,
            Path tokenFile,
            Path caFile,
            Map<String, String> environment,
            Local local,
            Supplier<Configuration> configuration) {
        this.server = server;
        this.tokenFile = tokenFile;
        this.caFile = caFile;
        this.environment = environment;
        this.local = local;
        this.configuration = configuration;
    }

    ApiClient client() {
        Optional<String> given = givenToken();
        if (given.isPresent()) {
            return client(given.get());
        }
        LocalLogin own = ownLogin();
        return client(own.token()).renewing(own::renewed);
    }

    /** For what needs no login. */
    ApiClient anonymousClient() {
        return client(null);
    }

    /**
     * @param token null for what needs no login
     */
    ApiClient client(String token) {
        URI address = address();
        boolean named = named() != null;
        return new ApiClient(
                address,
                token,
                new ServerTrust(caFile, environment).context(address, named),
                StepUp.atTerminal());
    }

    private String named() {
        return server != null ? server : environment.get(SERVER);
    }

    /** A server was named, or a token given: commands that can do both ask it. */
    boolean remote() {
        return server != null
                || tokenFile != null
                || environment.containsKey(TOKEN)
                || environment.containsKey(TOKEN_FILE);
    }

    /** A server was named by {@code --server}. */
    boolean serverGiven() {
        return server != null;
    }

    KeptLogins logins() {
        return new KeptLogins(environment, Clock.systemUTC());
    }

    URI address() {
        String named = named();
        String address = named != null ? named : ownAddress();
        try {
            URI uri = URI.create(address.endsWith("/") ? address : address + "/");
            if (uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // said below, in our words
        }
        throw new CliException(
                CliException.USAGE,
                "--server: expected an address such as http://127.0.0.1:8000, got '"
                        + address
                        + "'");
    }

    /** Where the server of this machine listens, by the settings that it reads itself. */
    private String ownAddress() {
        ConfigurationReader reader =
                new ConfigurationReader(environment, System.getProperties(), ignored -> {});
        String host = reader.only(Setting.HTTP_HOST);
        if (Set.of("0.0.0.0", "::", "[::]").contains(host)) {
            host = "127.0.0.1";
        } else if (host.contains(":") && !host.startsWith("[")) {
            host = "[" + host + "]";
        }
        String scheme = reader.only(Setting.TLS_CERT) == null ? "http" : "https";
        return scheme + "://" + host + ":" + reader.only(Setting.HTTP_PORT);
    }

    private Optional<String> givenToken() {
        if (tokenFile != null) {
            return Optional.of(TextFiles.read(tokenFile));
        }
        if (environment.get(TOKEN_FILE) != null) {
            return Optional.of(TextFiles.read(Path.of(environment.get(TOKEN_FILE))));
        }
        if (environment.get(TOKEN) != null) {
            return Optional.of(environment.get(TOKEN));
        }
        return logins().token(address(), anonymousClient());
    }

    /** On the server's own machine, whose keys are at hand. */
    private LocalLogin ownLogin() {
        Configuration own = configuration.get();
        if (own.text(Setting.DB_KEY) == null || own.text(Setting.JWT_SECRET) == null) {
            throw new CliException(
                    CliException.FAILED,
                    "Not logged in: expected walnut login, WALNUT_TOKEN or --token-file, or on the server's own machine its keys (--data-dir, WALNUT_DB_KEY and WALNUT_JWT_SECRET).");
        }
        return new LocalLogin(own, local, Clock.systemUTC());
    }
}

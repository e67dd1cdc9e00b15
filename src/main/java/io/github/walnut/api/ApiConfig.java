package io.github.walnut.api;

import io.github.walnut.config.BasePath;
import io.github.walnut.security.AddressRange;
import io.github.walnut.security.SecretFilter;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * How the server stands.
 *
 * @param port 0 takes a free one
 * @param tls what HTTPS is spoken with; null speaks HTTP
 * @param hosts the names under which it answers
 * @param base where all paths stand, unless a trusted proxy says otherwise
 * @param frameAncestors exact origins whose pages may hold the console in a frame
 * @param cookies which of them need TLS
 * @param allowedOrigins exact origins besides the server's own, as they are at present
 * @param trustedProxies whose word on the client is taken
 * @param docs whether the contract is served to everybody
 * @param wire what a client may take of the server
 * @param rates how many requests are served
 * @param version of the program
 * @param buildId opaque, differs between builds
 * @param filter knows what no problem may tell
 * @param site what the console is told before anybody logs in, as it is at present
 * @param uploads folder of large uploads while they are worked on
 */
public record ApiConfig(
        String host,
        int port,
        X509ExtendedKeyManager tls,
        KnownHosts hosts,
        BasePath base,
        List<String> frameAncestors,
        CookieSecurity cookies,
        Supplier<List<String>> allowedOrigins,
        List<AddressRange> trustedProxies,
        boolean docs,
        WireLimits wire,
        RateLimits rates,
        String version,
        String buildId,
        SecretFilter filter,
        Supplier<Site> site,
        Path uploads) {

    /**
     * @param name under which people know this walNUT, or null
     * @param locale of the console where a browser asks for none that it has
     */
    public record Site(String name, String locale) {}
}

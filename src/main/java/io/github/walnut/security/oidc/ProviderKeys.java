package io.github.walnut.security.oidc;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The provider's public keys, kept for ten minutes. A key that is not among them has them read
 * again, once a minute at most, so that made-up key ids do not flood the provider.
 */
final class ProviderKeys implements JWKSource<SecurityContext> {

    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final Duration FORCED = Duration.ofMinutes(1);

    private final OidcTransport transport;
    private final URI address;
    private final Clock clock;
    private JWKSet keys;
    private Instant readAt;

    ProviderKeys(OidcTransport transport, URI address, Clock clock) {
        this.transport = transport;
        this.address = address;
        this.clock = clock;
    }

    @Override
    public synchronized List<JWK> get(JWKSelector selector, SecurityContext context)
            throws KeySourceException {
        Instant now = clock.instant();
        if (keys == null || !now.isBefore(readAt.plus(KEPT))) {
            read(now);
        }
        List<JWK> found = selector.select(keys);
        if (found.isEmpty() && !now.isBefore(readAt.plus(FORCED))) {
            read(now);
            found = selector.select(keys);
        }
        return found;
    }

    private void read(Instant now) throws KeySourceException {
        try {
            OidcTransport.Answer answer =
                    transport.send("GET", address, Map.of("Accept", "application/json"), null);
            if (answer.status() != 200) {
                throw new KeySourceException("the provider's keys answered " + answer.status());
            }
            keys = JWKSet.parse(answer.body());
            readAt = now;
        } catch (IOException | ParseException e) {
            throw new KeySourceException("the provider's keys cannot be read", e);
        }
    }
}

package io.github.walnut.app;

import io.github.walnut.security.Digests;
import io.github.walnut.security.Hkdf;
import io.github.walnut.store.AuditEntry;
import io.github.walnut.ups.Clock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The secret under which tokens are issued: that of the configuration, unless another was put in
 * its place by {@code walnut keys rotate jwt}. The new one and the one before then lie sealed in
 * the store; the server takes them from there at once, and the configuration follows when it suits.
 */
final class TokenSecret {

    /** How long tokens under the secret before are accepted. */
    static final Duration OVERLAP = Duration.ofMinutes(15);

    private static final Logger LOG = LoggerFactory.getLogger(TokenSecret.class);
    private static final String NAME = "jwt";

    private final StoreRoom store;
    private final Clock clock;
    private final String configured;
    private final Hkdf own;
    private final BiConsumer<Hkdf, Hkdf> user;
    private Instant seen;
    private Instant until;
    private boolean told;

    /**
     * @param replaced digests of the secrets that were replaced, the newest last
     */
    private record Rotation(String present, String before, Instant until, List<String> replaced) {

        String text() {
            return String.join(
                    "\n",
                    Long.toString(until.toEpochMilli()),
                    String.join(" ", replaced),
                    present,
                    before);
        }

        static Rotation of(String text) {
            String[] lines = text.split("\n");
            return new Rotation(
                    lines[2],
                    lines[3],
                    Instant.ofEpochMilli(Long.parseLong(lines[0])),
                    List.of(lines[1].split(" ")));
        }

        boolean replaces(String digest) {
            return replaced.contains(digest) && !digest.equals(Digests.sha256Hex(present));
        }
    }

    /**
     * @param configured the secret of the configuration
     * @param user takes the secret to issue with, and the one before or null
     */
    TokenSecret(StoreRoom store, Clock clock, String configured, BiConsumer<Hkdf, Hkdf> user) {
        this.store = store;
        this.clock = clock;
        this.configured = Digests.sha256Hex(configured);
        this.own = keys(configured);
        this.user = user;
    }

    private static Hkdf keys(String secret) {
        return new Hkdf(secret.getBytes(StandardCharsets.UTF_8));
    }

    /** Puts in force what a command has stored, and lets the secret before go in its time. */
    synchronized void renew() {
        Instant changed = store.secrets.changedAt(NAME).orElse(null);
        boolean over = until != null && !clock.now().isBefore(until);
        if (over || changed != null && !changed.equals(seen)) {
            seen = changed;
            until = null;
            stored().ifPresent(this::use);
        }
    }

    private void use(Rotation rotation) {
        boolean overlaps = clock.now().isBefore(rotation.until());
        boolean old = rotation.replaces(configured);
        if (old || configured.equals(Digests.sha256Hex(rotation.present()))) {
            user.accept(keys(rotation.present()), overlaps ? keys(rotation.before()) : null);
        } else {
            user.accept(own, overlaps ? keys(rotation.present()) : null);
        }
        tellOld(old);
        until = overlaps ? rotation.until() : null;
    }

    private void tellOld(boolean old) {
        if (old && !told) {
            LOG.warn(
                    "WALNUT_JWT_SECRET is the secret before the rotation; the new one, from the"
                            + " store, is used: give it to the configuration");
        }
        told = old;
    }

    private Optional<Rotation> stored() {
        return store.secrets
                .open(NAME)
                .map(
                        text -> {
                            try {
                                return Rotation.of(new String(text));
                            } finally {
                                Arrays.fill(text, '\0');
                            }
                        });
    }

    /**
     * Puts a new secret in the place of the one in force.
     *
     * @param given the secret of the configuration
     * @return false when it is in force already
     */
    boolean rotate(String given, String fresh, AuditEntry entry) {
        return store.database.together(
                () -> {
                    Optional<Rotation> last = stored().filter(r -> r.replaces(configured));
                    String before = last.map(Rotation::present).orElse(given);
                    if (before.equals(fresh)) {
                        return false;
                    }
                    List<String> replaced =
                            new ArrayList<>(last.map(Rotation::replaced).orElse(List.of()));
                    replaced.add(Digests.sha256Hex(before));
                    Rotation rotation =
                            new Rotation(fresh, before, clock.now().plus(OVERLAP), replaced);
                    store.secrets.put(NAME, rotation.text().toCharArray());
                    store.audit.append(entry);
                    return true;
                });
    }
}

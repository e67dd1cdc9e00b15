package io.github.walnut.security.oidc;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Which account a person of a provider has. */
public interface LinkStore {

    /**
     * @param email as the provider told last, or null
     */
    record Link(
            String issuer, String subject, String email, Instant linkedAt, Instant lastLoginAt) {}

    /** The identities of an account. */
    List<Link> of(UUID user);

    Optional<UUID> user(String issuer, String subject);

    /**
     * Writes a new link, or the present e-mail and time of one that is there.
     *
     * @param email as the provider told, or null
     */
    void save(String issuer, String subject, UUID user, String email, Instant at);
}

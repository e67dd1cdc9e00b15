package io.github.walnut.security;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Where sessions outlive a restart. */
public interface SessionStore {

    /** Every session that is not revoked. */
    List<Session> live();

    /** A session that is not revoked, written perhaps by another process. */
    Optional<Session> find(UUID id);

    /** Writes a new session or the present form of a known one. */
    void save(Session session);
}

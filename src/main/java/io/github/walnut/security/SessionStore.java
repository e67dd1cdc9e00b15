package io.github.walnut.security;

import java.util.List;

/** Where sessions outlive a restart. */
public interface SessionStore {

    /** Every session that is not revoked. */
    List<Session> live();

    /** Writes a new session or the present form of a known one. */
    void save(Session session);
}

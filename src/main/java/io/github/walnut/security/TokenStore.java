package io.github.walnut.security;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Where API tokens are kept. */
public interface TokenStore {

    /** Also those that have expired, by name. */
    List<ApiToken> tokens();

    void create(ApiToken token);

    /** Does nothing when it is gone. */
    void used(UUID id, Instant at, String ip);

    /** False when it was not there. */
    boolean revoke(UUID id);
}

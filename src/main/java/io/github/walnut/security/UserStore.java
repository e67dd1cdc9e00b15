package io.github.walnut.security;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Where accounts and invitations are kept. */
public interface UserStore {

    /** By e-mail. */
    List<UserAccount> all();

    /** The e-mail is given in lower case. */
    Optional<UserAccount> byEmail(String email);

    Optional<UserAccount> byId(UUID id);

    boolean anyActiveAdmin();

    /** Throws {@link EmailTakenException} when the e-mail has an account. */
    void create(UserAccount account);

    /**
     * Writes the account over the version just before its own; an invitation is void once there is
     * a password.
     *
     * @return false when the stored version is another one or the account is gone
     * @throws AuthException {@code LAST_ADMIN} when no local administrator would be left
     */
    boolean change(UserAccount account);

    /**
     * Notes a login and touches nothing else, whatever changed meanwhile.
     *
     * @param oldHash what was checked
     * @param newHash what replaces exactly that one; equal to it when it stays
     */
    void loggedIn(UUID id, Instant at, String oldHash, String newHash);

    /**
     * With sessions, tokens and invitation.
     *
     * @return false when it was not there
     * @throws AuthException {@code LAST_ADMIN} when no local administrator would be left
     */
    boolean delete(UUID id);

    /**
     * Makes the account and its invitation, both or none. Throws {@link EmailTakenException} when
     * the e-mail has an account.
     */
    void invite(UserAccount account, String tokenSha256, Instant expiresAt);

    /** Whom this invitation is for, while it is valid. */
    Optional<UUID> invited(String tokenSha256, Instant now);

    /** Until when accounts can still be taken up by an invitation. */
    Map<UUID, Instant> invitations(Instant now);

    /**
     * Uses the invitation up and writes the account.
     *
     * @return false when another call was faster
     */
    boolean redeem(String tokenSha256, UserAccount account);
}

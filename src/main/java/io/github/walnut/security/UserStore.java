package io.github.walnut.security;

import java.util.Optional;
import java.util.UUID;

/** Where accounts are kept. */
public interface UserStore {

    /** The e-mail is given in lower case. */
    Optional<UserAccount> byEmail(String email);

    Optional<UserAccount> byId(UUID id);

    boolean anyActiveAdmin();

    /** Throws {@link IllegalStateException} when the e-mail is taken. */
    void create(UserAccount account);

    void update(UserAccount account);
}

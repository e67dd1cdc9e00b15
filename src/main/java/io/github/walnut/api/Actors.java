package io.github.walnut.api;

import io.github.walnut.security.UserAccount;
import io.github.walnut.security.UserStore;

/** Names the person behind a call for records that outlive the account. */
final class Actors {

    private final UserStore users;

    Actors(UserStore users) {
        this.users = users;
    }

    /** The e-mail, or {@code anonymous} without a login. */
    String name(Call call) {
        return name(call.principal());
    }

    /**
     * @param principal null without a login
     */
    String name(Principal principal) {
        return principal == null
                ? "anonymous"
                : users.byId(principal.userId())
                        .map(UserAccount::email)
                        .orElse(principal.userId().toString());
    }
}

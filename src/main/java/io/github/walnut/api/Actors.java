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
        return call.principal() == null
                ? "anonymous"
                : users.byId(call.principal().userId())
                        .map(UserAccount::email)
                        .orElse(call.principal().userId().toString());
    }
}

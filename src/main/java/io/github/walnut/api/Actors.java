package io.github.walnut.api;

import io.github.walnut.security.UserAccount;
import io.github.walnut.security.UserStore;

/** Names the person behind a call for records that outlive the account. */
final class Actors {

    private final UserStore users;

    Actors(UserStore users) {
        this.users = users;
    }

    /** The e-mail, with the name of its API token behind a colon; anonymous without a login. */
    String name(Call call) {
        return name(call.principal());
    }

    /**
     * @param caller null without a login
     */
    String name(Principal caller) {
        if (caller == null) {
            return "anonymous";
        }
        String email =
                users.byId(caller.userId())
                        .map(UserAccount::email)
                        .orElse(caller.userId().toString());
        return caller.token() == null ? email : email + ":" + caller.token().name();
    }

    /** {@code token} for API tokens, {@code cli} for the machine's own operator, else user. */
    static String kind(Principal caller) {
        if (caller == null) {
            return "user";
        }
        return switch (caller.kind()) {
            case "token" -> "token";
            case "local" -> "cli";
            default -> "user";
        };
    }
}

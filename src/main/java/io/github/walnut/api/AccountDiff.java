package io.github.walnut.api;

import io.github.walnut.security.Role;
import io.github.walnut.security.UserAccount;
import io.github.walnut.security.Users;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What a change made of an account; of a password only that it changed. */
final class AccountDiff {

    private AccountDiff() {}

    /** By member, the value before and the one that is wished for. */
    static Map<String, Object> wished(UserAccount before, Users.Change wish) {
        Map<String, Object> diff = new TreeMap<>();
        diff.put("email", before.email());
        if (wish.role() != null) {
            put(diff, "role", Role.of(before.role()).word(), wish.role().word());
        }
        if (wish.active() != null) {
            put(diff, "active", before.active(), wish.active());
        }
        if (wish.rename()) {
            put(diff, "display_name", before.displayName(), wish.displayName());
        }
        if (wish.password() != null) {
            diff.put("password", "*** changed");
        }
        return diff;
    }

    private static void put(Map<String, Object> diff, String member, Object before, Object after) {
        if (!Objects.equals(before, after)) {
            diff.put(member, List.of(word(before), word(after)));
        }
    }

    private static Object word(Object value) {
        return value == null ? "" : value;
    }
}

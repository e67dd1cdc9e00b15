package io.github.walnut.api;

import io.github.walnut.security.Role;
import io.github.walnut.security.UserAccount;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What a change made of an account; of a password only that it changed. */
final class AccountDiff {

    private AccountDiff() {}

    /** By member, the value before and the one after. */
    static Map<String, Object> between(UserAccount before, UserAccount after) {
        Map<String, Object> diff = new TreeMap<>();
        diff.put("email", after.email());
        put(diff, "role", Role.of(before.role()).word(), Role.of(after.role()).word());
        put(diff, "active", before.active(), after.active());
        put(diff, "display_name", before.displayName(), after.displayName());
        if (!Objects.equals(before.passwordHash(), after.passwordHash())) {
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

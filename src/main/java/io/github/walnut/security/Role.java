package io.github.walnut.security;

import java.util.Locale;

/** What an account may do; each role includes those before it. */
public enum Role {
    VIEWER,
    OPERATOR,
    ADMIN;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads the word in any case; {@code user} is an old name of operator. */
    public static Role of(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "viewer" -> VIEWER;
            case "operator", "user" -> OPERATOR;
            case "admin" -> ADMIN;
            default ->
                    throw new IllegalArgumentException(
                            "role '" + word + "': expected viewer, operator or admin");
        };
    }

    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }
}

package io.github.walnut.security;

import java.time.Instant;
import java.util.UUID;

/**
 * Someone who may log in.
 *
 * @param email lower case, at most 254 characters, unique
 * @param displayName null when none was given
 * @param passwordHash PHC text of argon2id, or null for an account without a local password
 * @param role viewer, operator or admin
 * @param weakPassword set by the local command line for a password that breaks the rules
 * @param mustChange the password was set by somebody else and has to be changed
 * @param version rises with each change, logins excepted
 * @param lastLoginAt null before the first login
 * @param locale language tag that the person chose, or null
 */
public record UserAccount(
        UUID id,
        String email,
        String displayName,
        String passwordHash,
        String role,
        boolean active,
        boolean weakPassword,
        boolean mustChange,
        int version,
        Instant createdAt,
        Instant updatedAt,
        Instant lastLoginAt,
        String locale) {

    /** Whether this account can administer even when no identity provider answers. */
    public boolean localAdmin() {
        return active && passwordHash != null && Role.of(role) == Role.ADMIN;
    }

    @Override
    public String toString() {
        return email + " " + role;
    }

    /** Begins the next version of this account. */
    public Edit edit() {
        return new Edit(this);
    }

    /** The next version of an account in the making. */
    public static final class Edit {
        private final UserAccount before;
        private String displayName;
        private String passwordHash;
        private String role;
        private boolean active;
        private boolean weakPassword;
        private boolean mustChange;
        private String locale;

        private Edit(UserAccount before) {
            this.before = before;
            this.displayName = before.displayName;
            this.passwordHash = before.passwordHash;
            this.role = before.role;
            this.active = before.active;
            this.weakPassword = before.weakPassword;
            this.mustChange = before.mustChange;
            this.locale = before.locale;
        }

        /**
         * @param name null for none
         */
        public Edit displayName(String name) {
            this.displayName = name;
            return this;
        }

        public Edit role(Role other) {
            this.role = other.word();
            return this;
        }

        public Edit active(boolean now) {
            this.active = now;
            return this;
        }

        /**
         * @param hash PHC text
         * @param weak it breaks the rules
         * @param change its owner did not choose it
         */
        public Edit password(String hash, boolean weak, boolean change) {
            this.passwordHash = hash;
            this.weakPassword = weak;
            this.mustChange = change;
            return this;
        }

        public Edit locale(String tag) {
            this.locale = tag;
            return this;
        }

        /** The account with its version raised by one. */
        public UserAccount at(Instant now) {
            return new UserAccount(
                    before.id,
                    before.email,
                    displayName,
                    passwordHash,
                    role,
                    active,
                    weakPassword,
                    mustChange,
                    before.version + 1,
                    before.createdAt,
                    now,
                    before.lastLoginAt,
                    locale);
        }
    }
}

package io.github.walnut.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Accounts as administrators and their owners change them. Whatever takes rights away ends the
 * sessions that had them. Blocks while a password is hashed.
 */
public final class Users {

    /** How long an invitation can be taken up. */
    public static final Duration INVITATION = Duration.ofHours(24);

    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");
    private static final int LONGEST_EMAIL = 254;

    /**
     * What an administrator wants to be otherwise; null leaves it as it is.
     *
     * @param rename whether the name is given, which may be null
     */
    public record Change(
            Role role, Boolean active, boolean rename, String displayName, Secret password) {}

    /**
     * A new account.
     *
     * @param inviteToken shown once, or null for an account with a password
     */
    public record Made(UserAccount user, String inviteToken) {
        @Override
        public String toString() {
            return "Made[***]";
        }
    }

    private final UserStore store;
    private final Sessions sessions;
    private final PasswordHasher hasher;
    private final PasswordRules rules;
    private final LoginThrottle throttle;
    private final Runnable changed;
    private final Clock clock;
    private final Digests digests = new Digests();

    /**
     * @param changed to be told when an account has other rights or is gone
     */
    Users(
            UserStore store,
            Sessions sessions,
            PasswordHasher hasher,
            PasswordRules rules,
            LoginThrottle throttle,
            Runnable changed,
            Clock clock) {
        this.store = store;
        this.sessions = sessions;
        this.hasher = hasher;
        this.rules = rules;
        this.throttle = throttle;
        this.changed = changed;
        this.clock = clock;
    }

    /** Whether it has the form of an e-mail address and fits. */
    public static boolean plausible(String email) {
        return email.length() <= LONGEST_EMAIL && EMAIL.matcher(email).matches();
    }

    /** By e-mail. */
    public List<UserAccount> all() {
        return store.all();
    }

    public Optional<UserAccount> find(UUID id) {
        return store.byId(id);
    }

    /** Until when accounts can still be taken up by an invitation. */
    public Map<UUID, Instant> invitations() {
        return store.invitations(clock.instant());
    }

    /** Until when logins of this account wait; null when they do not. */
    public Instant lockedUntil(UserAccount user) {
        return throttle.lockedUntil(user.email());
    }

    /**
     * Makes an account, with an invitation where no password is given.
     *
     * @param password null for an invitation
     * @throws EmailTakenException when the e-mail has an account
     */
    public Made create(String email, String displayName, Role role, String password) {
        String name = email.toLowerCase(Locale.ROOT);
        if (password != null) {
            requireStrong(name, password);
        }
        UserAccount user =
                account(
                        name,
                        displayName,
                        role,
                        password == null ? null : hash(password),
                        false,
                        password != null);
        if (password != null) {
            store.create(user);
            return new Made(user, null);
        }
        String token = digests.randomToken(32);
        store.invite(user, Digests.sha256Hex(token), clock.instant().plus(INVITATION));
        return new Made(user, token);
    }

    /**
     * Makes an account for the machine's own operator, who may choose a weak password of at least 8
     * characters; the account is marked then.
     *
     * @throws EmailTakenException when the e-mail has an account
     */
    public UserAccount createLocally(String email, String displayName, Role role, String password) {
        requireHope(password);
        boolean weak = weakness(email, password).isPresent();
        UserAccount user = account(email, displayName, role, hash(password), weak, false);
        store.create(user);
        return user;
    }

    /** As {@link #createLocally}, for an account that exists; its sessions end. */
    public UserAccount resetLocally(UUID id, String password) {
        requireHope(password);
        boolean weak = weakness(existing(id).email(), password).isPresent();
        String hash = hash(password);
        return write(id, any -> {}, edit -> edit.password(hash, weak, false));
    }

    /** The rule that a password breaks, as a sentence. */
    public Optional<String> weakness(String email, String password) {
        return rules.broken(email, password);
    }

    private static void requireHope(String password) {
        if (PasswordRules.hopeless(password)) {
            throw new AuthException(
                    AuthException.Code.WEAK_PASSWORD,
                    "The password is too short: expected at least 8 characters, better 12");
        }
    }

    /** An account that is not stored yet, in its first version. */
    UserAccount account(
            String email,
            String displayName,
            Role role,
            String passwordHash,
            boolean weak,
            boolean mustChange) {
        Instant now = clock.instant();
        return new UserAccount(
                UUID.randomUUID(),
                email.toLowerCase(Locale.ROOT),
                displayName,
                passwordHash,
                role.word(),
                true,
                weak,
                mustChange,
                1,
                now,
                now,
                null,
                null);
    }

    /** Takes an account up: its owner chooses the password. Works once. */
    public UserAccount redeem(
            String token, String password, String displayName, Accounts.Caller caller) {
        Guess guess =
                throttle.attempt(
                        "invite " + AddressRange.party(caller.address()), caller.address());
        String sha = Digests.sha256Hex(token);
        UserAccount user = store.invited(sha, clock.instant()).flatMap(store::byId).orElse(null);
        if (user == null) {
            guess.wrong();
            throw voidInvitation();
        }
        requireStrong(user.email(), password);
        UserAccount.Edit edit = user.edit().password(hash(password), false, false);
        UserAccount taken =
                (displayName == null ? edit : edit.displayName(displayName)).at(clock.instant());
        if (!store.redeem(sha, taken)) {
            throw voidInvitation();
        }
        guess.right();
        return taken;
    }

    private static AuthException voidInvitation() {
        return new AuthException(
                AuthException.Code.SETUP_TOKEN_INVALID,
                "The invitation is wrong, was used, or has expired");
    }

    /**
     * Changes what the wish names. Ends the account's sessions when its rights or its password
     * change.
     *
     * @param version refuses by throwing when the caller read another one
     * @throws AuthException {@code LAST_ADMIN}, {@code WEAK_PASSWORD}
     */
    public UserAccount change(UUID id, IntConsumer version, Change wish) {
        String hash = null;
        if (wish.password() != null) {
            String password = wish.password().reveal();
            requireStrong(existing(id).email(), password);
            hash = hash(password);
        }
        String passwordHash = hash;
        return write(
                id,
                version,
                edit -> {
                    if (wish.role() != null) {
                        edit.role(wish.role());
                    }
                    if (wish.active() != null) {
                        edit.active(wish.active());
                    }
                    if (wish.rename()) {
                        edit.displayName(wish.displayName());
                    }
                    return passwordHash == null ? edit : edit.password(passwordHash, false, true);
                });
    }

    /** Changes what people may change of themselves. */
    public UserAccount personal(UUID id, UnaryOperator<UserAccount.Edit> change) {
        return write(id, any -> {}, change);
    }

    /**
     * Changes the password that its owner proves to know; every other session ends.
     *
     * @throws AuthException {@code INVALID_CREDENTIALS}, {@code WEAK_PASSWORD}
     */
    public void changePassword(
            UUID id, UUID session, String present, String next, Accounts.Caller caller) {
        UserAccount user = existing(id);
        Guess guess = throttle.attempt(user.email(), caller.address());
        if (!hasher.matches(PasswordRules.normalised(present), user.passwordHash(), guess)) {
            throw new AuthException(
                    AuthException.Code.INVALID_CREDENTIALS, "The present password is wrong");
        }
        guess.right();
        requireStrong(user.email(), next);
        String hash = hash(next);
        replace(id, any -> {}, edit -> edit.password(hash, false, false));
        sessions.revokeAll(id, session);
    }

    /**
     * Deletes the account and ends all it had.
     *
     * @param version refuses by throwing when the caller read another one
     */
    public synchronized UserAccount delete(UUID id, IntConsumer version) {
        UserAccount user = existing(id);
        version.accept(user.version());
        store.delete(id);
        sessions.dropped(id);
        changed.run();
        return user;
    }

    private UserAccount write(
            UUID id, IntConsumer version, UnaryOperator<UserAccount.Edit> change) {
        Replaced replaced = replace(id, version, change);
        if (!replaced.sameRights()) {
            sessions.revokeAll(id, null);
            changed.run();
        }
        return replaced.after();
    }

    private record Replaced(UserAccount before, UserAccount after) {
        boolean sameRights() {
            return before.role().equals(after.role())
                    && before.active() == after.active()
                    && Objects.equals(before.passwordHash(), after.passwordHash());
        }
    }

    /** Another process may write in between; then the next version is made from what it wrote. */
    private synchronized Replaced replace(
            UUID id, IntConsumer version, UnaryOperator<UserAccount.Edit> change) {
        while (true) {
            UserAccount before = existing(id);
            version.accept(before.version());
            UserAccount after = change.apply(before.edit()).at(clock.instant());
            if (store.change(after)) {
                return new Replaced(before, after);
            }
        }
    }

    private UserAccount existing(UUID id) {
        return store.byId(id)
                .orElseThrow(
                        () ->
                                new AuthException(
                                        AuthException.Code.TOKEN_REVOKED,
                                        "The account no longer exists"));
    }

    private void requireStrong(String email, String password) {
        weakness(email, password)
                .ifPresent(
                        rule -> {
                            throw new AuthException(AuthException.Code.WEAK_PASSWORD, rule);
                        });
    }

    private String hash(String password) {
        return hasher.hash(PasswordRules.normalised(password));
    }
}

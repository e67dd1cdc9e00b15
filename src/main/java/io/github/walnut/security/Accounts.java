package io.github.walnut.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/** Logging in and all that follows from it. Blocks while a password is hashed. */
public final class Accounts {

    /** How long after a check of the password it counts as fresh. */
    public static final Duration FRESH = Duration.ofMinutes(5);

    private static final String NO_EMAIL = "(no e-mail)";
    private static final String SETUP = "setup";

    /** A successful login or refresh. */
    public record Login(
            UserAccount user, Session session, String accessToken, String refreshToken) {
        @Override
        public String toString() {
            return "Login[***]";
        }
    }

    /** Who asks, as the server sees it. */
    public record Caller(String address, String userAgent) {}

    private final UserStore users;
    private final Sessions sessions;
    private final AccessTokens tokens;
    private final PasswordHasher hasher;
    private final PasswordRules rules = new PasswordRules();
    private final LoginThrottle throttle;
    private final SetupToken setupToken;
    private final Users directory;
    private final ApiTokens apiTokens;
    private final Clock clock;

    public Accounts(
            UserStore users,
            TokenStore apiTokens,
            ThrottleStore throttled,
            Sessions sessions,
            AccessTokens tokens,
            PasswordHasher hasher,
            SetupToken setupToken,
            Clock clock) {
        this.users = users;
        this.sessions = sessions;
        this.tokens = tokens;
        this.hasher = hasher;
        this.throttle = new LoginThrottle(throttled, clock);
        this.setupToken = setupToken;
        this.apiTokens = new ApiTokens(apiTokens, users, clock);
        this.directory =
                new Users(users, sessions, hasher, rules, throttle, this.apiTokens::reload, clock);
        this.clock = clock;
    }

    /**
     * @param least characters that a password has which is chosen from now on
     */
    public void longPasswords(IntSupplier least) {
        rules.least(least);
    }

    /** The accounts themselves. */
    public Users users() {
        return directory;
    }

    /** Tokens of programs. */
    public ApiTokens apiTokens() {
        return apiTokens;
    }

    /**
     * The listener hears the e-mail of an account for which logins have to wait, once an hour, on
     * the thread of the request.
     */
    public void onThrottled(Consumer<String> listener) {
        throttle.onThrottled(
                name -> users.byEmail(name).map(UserAccount::email).ifPresent(listener));
    }

    /**
     * Takes over what other processes of this machine changed in the store, and writes down what
     * was counted. To be called at least once a second.
     */
    public void refresh() {
        sessions.refresh();
        apiTokens.reload();
        throttle.write();
    }

    public Sessions sessions() {
        return sessions;
    }

    public AccessTokens tokens() {
        return tokens;
    }

    /** Unknown e-mail and wrong password are told apart neither by the answer nor by its time. */
    public Login login(String email, String password, Caller caller) {
        String name = email.toLowerCase(Locale.ROOT);
        Guess guess = throttle.attempt(counted(name), caller.address());
        UserAccount user = users.byEmail(name).orElse(null);
        String secret = PasswordRules.normalised(password);
        if (!hasher.matches(secret, user == null ? null : user.passwordHash(), guess)) {
            throw new AuthException(
                    AuthException.Code.INVALID_CREDENTIALS, "E-mail or password is wrong");
        }
        if (!user.active()) {
            throw new AuthException(
                    AuthException.Code.ACCOUNT_DISABLED, "This account is disabled");
        }
        guess.right();
        noteLogin(user, secret);
        Sessions.Granted granted =
                sessions.open(user, "password", "pwd", caller.address(), caller.userAgent());
        return granted(unchangedSince(user, granted), granted);
    }

    /** What is no e-mail counts as one account, and never as what else is guessed at. */
    private static String counted(String name) {
        return Users.plausible(name) ? name : NO_EMAIL;
    }

    /** A change of rights while the password was checked must not leave the old ones alive. */
    private UserAccount unchangedSince(UserAccount checked, Sessions.Granted granted) {
        UserAccount now = users.byId(checked.id()).orElse(null);
        if (now == null || now.version() != checked.version()) {
            sessions.revoke(granted.session().id());
            throw new AuthException(
                    AuthException.Code.INVALID_CREDENTIALS,
                    "The account was changed just now; log in again");
        }
        return now;
    }

    public Login refresh(String refreshToken, Caller caller) {
        Sessions.Granted next =
                sessions.refresh(refreshToken, caller.address(), caller.userAgent());
        return granted(activeUser(next.session().userId()), next);
    }

    /** The account behind a live session. */
    public UserAccount activeUser(UUID id) {
        return users.byId(id)
                .filter(UserAccount::active)
                .orElseThrow(
                        () ->
                                new AuthException(
                                        AuthException.Code.TOKEN_REVOKED,
                                        "The account no longer exists or is disabled"));
    }

    /** Proves the password again; returns until when that counts. */
    public Instant stepUp(UUID sessionId, String password, Caller caller) {
        UserAccount user = activeUser(sessions.check(sessionId).userId());
        Guess guess = throttle.attempt(user.email(), caller.address());
        if (!hasher.matches(PasswordRules.normalised(password), user.passwordHash(), guess)) {
            throw new AuthException(
                    AuthException.Code.INVALID_CREDENTIALS, "The password is wrong");
        }
        guess.right();
        return sessions.stepUp(sessionId).authTime().plus(FRESH);
    }

    /**
     * A passphrase is about to be tried by somebody who is logged in; it counts as a password of
     * theirs.
     *
     * @throws AuthException {@code LOGIN_THROTTLED}
     */
    public Guess passphrase(UUID user, Caller caller) {
        return throttle.attempt(activeUser(user).email(), caller.address());
    }

    public boolean setupNeeded() {
        return !users.anyActiveAdmin();
    }

    /** Creates the first administrator; of two calls at once one succeeds. */
    public synchronized UserAccount setup(
            String token, String email, String password, String displayName, Caller caller) {
        if (!setupNeeded()) {
            throw new AuthException(
                    AuthException.Code.SETUP_DONE, "An administrator exists already");
        }
        Guess guess = throttle.attempt(SETUP, caller.address());
        if (!setupToken.matches(token)) {
            guess.wrong();
            throw new AuthException(
                    AuthException.Code.SETUP_TOKEN_INVALID,
                    "The setup token is wrong or has expired");
        }
        String name = email.toLowerCase(Locale.ROOT);
        rules.broken(name, password)
                .ifPresent(
                        rule -> {
                            throw new AuthException(AuthException.Code.WEAK_PASSWORD, rule);
                        });
        UserAccount admin = account(name, displayName, password, Role.ADMIN);
        users.create(admin);
        guess.right();
        setupToken.withdraw();
        return admin;
    }

    /** A new account with its password hashed; it is not stored. */
    public UserAccount account(String email, String displayName, String password, Role role) {
        return directory.account(
                email,
                displayName,
                role,
                hasher.hash(PasswordRules.normalised(password)),
                rules.broken(email, password).isPresent(),
                false);
    }

    private void noteLogin(UserAccount user, String secret) {
        String hash = user.passwordHash();
        users.loggedIn(
                user.id(),
                clock.instant(),
                hash,
                hasher.outdated(hash) ? hasher.hash(secret) : hash);
    }

    private Login granted(UserAccount user, Sessions.Granted granted) {
        return new Login(
                user,
                granted.session(),
                tokens.issue(granted.session(), Role.of(user.role())),
                granted.refreshToken());
    }
}

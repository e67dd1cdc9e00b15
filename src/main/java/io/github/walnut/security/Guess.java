package io.github.walnut.security;

/**
 * One try at a password, token or passphrase that was let through. What came of it counts for the
 * tries after it.
 */
public final class Guess {

    private final LoginThrottle throttle;
    private final String account;

    Guess(LoginThrottle throttle, String account) {
        this.throttle = throttle;
        this.account = account;
    }

    /**
     * Asks again after a wait, right before the try: others may have guessed wrong meanwhile.
     * {@link #over} follows.
     *
     * @throws AuthException {@code LOGIN_THROTTLED}
     */
    void begin() {
        throttle.begin(account);
    }

    void over() {
        throttle.over(account);
    }

    public void wrong() {
        throttle.failed(account);
    }

    public void right() {
        throttle.succeeded(account);
    }
}

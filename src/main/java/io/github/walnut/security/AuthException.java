package io.github.walnut.security;

import java.time.Duration;

/** A refusal that the caller is told about by its code. */
public final class AuthException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Machine code of the refusal. */
    public enum Code {
        NOT_AUTHENTICATED,
        INVALID_CREDENTIALS,
        SESSION_EXPIRED,
        TOKEN_EXPIRED,
        TOKEN_REVOKED,
        ACCOUNT_DISABLED,
        LOGIN_THROTTLED,
        SETUP_TOKEN_INVALID,
        SETUP_DONE,
        WEAK_PASSWORD,
        LAST_ADMIN
    }

    private final Code code;
    private final transient Duration retryAfter;

    AuthException(Code code, String message) {
        this(code, message, null);
    }

    AuthException(Code code, String message, Duration retryAfter) {
        super(message);
        this.code = code;
        this.retryAfter = retryAfter;
    }

    /** No local administrator would be left. */
    public static AuthException lastAdmin() {
        return new AuthException(
                Code.LAST_ADMIN,
                "This is the last active administrator with a local password; make another first");
    }

    public Code code() {
        return code;
    }

    /** Null unless throttled. */
    public Duration retryAfter() {
        return retryAfter;
    }
}

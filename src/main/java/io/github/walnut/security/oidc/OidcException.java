package io.github.walnut.security.oidc;

/** A login that does not come to pass. The message is for both logs and holds no token. */
public final class OidcException extends Exception {
    private static final long serialVersionUID = 1;

    /** Told to the person by its word, in {@code /login?error=}. */
    public enum Code {
        PROVIDER_UNREACHABLE,
        LOGIN_EXPIRED,
        LOGIN_DENIED,
        LOGIN_FAILED,
        NO_ROLE,
        LINK_REQUIRED,
        ACCOUNT_DISABLED
    }

    private final Code code;

    OidcException(Code code, String message) {
        this(code, message, null);
    }

    OidcException(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}

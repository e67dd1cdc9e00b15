package io.github.walnut.run;

/** Why a call failed, and what may be done about it. */
public enum ErrorClass {
    VALIDATION(Retry.NO),
    UNAUTHENTICATED(Retry.NO),
    FORBIDDEN(Retry.NO),
    UNTRUSTED(Retry.NO),
    NOT_FOUND(Retry.NO),
    UNSUPPORTED(Retry.NO),
    PRECONDITION_FAILED(Retry.NO),
    CONFLICT(Retry.YES),
    RATE_LIMITED(Retry.YES),
    UNAVAILABLE(Retry.YES),
    UNREACHABLE(Retry.YES),
    TIMEOUT(Retry.RECONCILE),
    PROTOCOL(Retry.ONCE),
    TARGET_FAILED(Retry.NO),
    BUDGET_EXCEEDED(Retry.NO),
    CANCELLED(Retry.NO),
    INTERNAL(Retry.NO);

    public enum Retry {
        NO,
        YES,
        ONCE,
        /** Read the state first. */
        RECONCILE
    }

    private final Retry retry;

    ErrorClass(Retry retry) {
        this.retry = retry;
    }

    public Retry retry() {
        return retry;
    }

    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}

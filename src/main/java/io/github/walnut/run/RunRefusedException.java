package io.github.walnut.run;

/** What a person wanted of a run cannot be done as things stand. */
public final class RunRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** The kind of refusal. */
    public enum Why {
        /** The run is over, or was never heard of. */
        CLOSED,
        /** It has passed the point of no return. */
        COMMITTED,
        /** The present state of run, step or UPS does not allow it. */
        CONFLICT,
        /** It would act for real, and something is not armed. */
        NOT_ARMED,
        /** It would act for real, and its policy is in maintenance. */
        MAINTENANCE,
        /** It would send again what may have been carried out, and nobody confirmed that. */
        UNCONFIRMED
    }

    private final Why why;

    public RunRefusedException(Why why, String message) {
        super(message);
        this.why = why;
    }

    static RunRefusedException closed(Run run) {
        return new RunRefusedException(Why.CLOSED, "run " + run.id() + " is over");
    }

    static RunRefusedException conflict(String message) {
        return new RunRefusedException(Why.CONFLICT, message);
    }

    public Why why() {
        return why;
    }
}

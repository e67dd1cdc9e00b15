package io.github.walnut.run;

/** What people must hear about a step beyond its state. */
public enum Alarm {
    /** A verb that cannot be read back may have been carried out, and nobody knows. */
    IN_DOUBT,
    /** The target refused us: credentials, rights, trust or parameters. */
    TARGET_REFUSED,
    /** A milder verb did not work in time; the next one goes. */
    STEP_ESCALATED,
    /** The battery will not last as long as the plan, so the plan was shortened. */
    PLAN_COMPRESSED,
    /**
     * A target is stopped of which nobody knows whether it ran, so it will not be started again.
     */
    NOT_RESTORED_UNKNOWN,
    /** Every attempt to start a target again has failed. */
    RECOVERY_FAILED
}

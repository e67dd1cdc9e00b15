package io.github.walnut.run;

/** Why a step or a run ended as it did: words of the journal. */
public final class Reasons {

    public static final String ALREADY = "already";
    public static final String SUPPRESSED_IDEMPOTENT = "suppressed_idempotent";
    public static final String SUPPRESSED_WINDOW = "suppressed_window";
    public static final String STILL_FED = "still_fed";
    public static final String EMPTY_SELECTION = "empty_selection";
    public static final String EXCLUDED = "excluded";
    public static final String PREVIOUS_FAILED = "previous_failed";
    public static final String HELD = "held";
    public static final String REVERSED = "reversed";
    public static final String CANCELLED = "cancelled";
    public static final String PROTECTED = "protected";
    public static final String BUDGET = "budget";
    public static final String NOT_CONFIRMED = "not_confirmed";
    public static final String IN_DOUBT = "in_doubt";
    public static final String UNSUPPORTED = "unsupported";
    public static final String HOST_GONE = "host_gone";
    public static final String HOST_DISABLED = "host_disabled";
    public static final String NEEDS_REVIEW = "needs_review";
    public static final String STALE_INVENTORY = "stale_inventory";
    public static final String CANNOT_DRY_RUN = "cannot_dry_run";

    public static final String BY_USER = "by_user";
    public static final String OVERRULED = "overruled";
    public static final String SECOND_OUTAGE = "second_outage";
    public static final String NO_CONTACT = "no_contact";
    public static final String REVERSAL = "reversal";
    public static final String WITHOUT_GATES = "without_gates";
    public static final String RUNS_AGAIN = "runs_again";

    private Reasons() {}
}

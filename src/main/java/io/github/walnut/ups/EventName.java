package io.github.walnut.ups;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Every event that there is: its kind, how grave it can be, and what raises it. */
public enum EventName {
    MAINS_LOST(
            Event.UPS_STATE,
            "on_battery",
            "warn",
            "OB begins and no test explains it",
            "lost mains power"),
    MAINS_RETURNED(
            Event.UPS_STATE,
            "on_mains",
            "info",
            "OB has ended and OL holds",
            "has mains power again"),
    LOW_BATTERY(
            Event.UPS_STATE,
            "low_battery",
            "error, warn",
            "LB begins, or silence on battery outlasts the dead time; warn without OB",
            "has a low battery"),
    LOW_BATTERY_CLEARED(
            Event.UPS_STATE,
            "low_battery",
            "info",
            "LB ends, or contact disproves a deduced LB",
            "has no low battery any more"),
    CRITICAL(
            Event.UPS_STATE,
            "critical",
            "error",
            "the UPS is about to fail its load",
            "is critical"),
    FORCED_SHUTDOWN(
            Event.UPS_STATE,
            "forced_shutdown",
            "error",
            "FSD begins",
            "announces a forced shutdown"),
    OUTPUT_OFF(
            Event.UPS_STATE,
            "off",
            "error",
            "OFF has held for the off duration (30 s)",
            "has its output off"),
    OUTPUT_ON(Event.UPS_STATE, "off", "info", "OFF ends", "has its output on again"),
    OVERLOADED(Event.UPS_STATE, "overloaded", "warn", "OVER has held for 5 s", "is overloaded"),
    OVERLOADED_CLEARED(
            Event.UPS_STATE,
            "overloaded",
            "info",
            "OVER has been gone for 5 s",
            "is no longer overloaded"),
    BYPASS_STARTED(
            Event.UPS_STATE,
            "bypass",
            "warn",
            "BYPASS begins",
            "runs on bypass: the load is unprotected"),
    BYPASS_ENDED(Event.UPS_STATE, "bypass", "info", "BYPASS ends", "has left bypass"),
    CALIBRATION_STARTED(
            Event.UPS_STATE, "calibrating", "info", "CAL begins", "calibrates its battery"),
    CALIBRATION_ENDED(
            Event.UPS_STATE, "calibrating", "info", "CAL ends", "has ended its calibration"),
    TEST_STARTED(
            Event.UPS_STATE,
            "testing",
            "info",
            "TEST begins, walNUT starts a test, or the result reads in progress",
            "tests its battery"),
    TEST_ENDED(
            Event.UPS_STATE,
            "testing",
            "info, warn",
            "the test is over; warn when it failed",
            "has ended its battery test"),
    REPLACE_BATTERY(
            Event.UPS_STATE,
            "replace_battery",
            "warn",
            "RB begins; at most once in 12 h",
            "needs a new battery"),
    REPLACE_BATTERY_CLEARED(
            Event.UPS_STATE,
            "replace_battery",
            "info",
            "a reported RB ends",
            "no longer asks for a new battery"),
    ALARM(
            Event.UPS_STATE,
            "alarm",
            "warn",
            "ALARM, or another alarm text, has held for 5 s",
            "raises an alarm"),
    ALARM_CLEARED(
            Event.UPS_STATE,
            "alarm",
            "info",
            "ALARM has been gone for 5 s",
            "has cleared its alarm"),
    TRIMMING(
            Event.UPS_STATE,
            "trimming",
            "info",
            "TRIM has held for 30 s",
            "trims high mains voltage"),
    TRIMMING_ENDED(
            Event.UPS_STATE,
            "trimming",
            "info",
            "TRIM has been gone for 30 s",
            "has stopped trimming"),
    BOOSTING(
            Event.UPS_STATE,
            "boosting",
            "info",
            "BOOST has held for 30 s",
            "boosts low mains voltage"),
    BOOSTING_ENDED(
            Event.UPS_STATE,
            "boosting",
            "info",
            "BOOST has been gone for 30 s",
            "has stopped boosting"),
    CHARGING(Event.UPS_STATE, "charging", "info", "CHRG begins", "charges its battery"),
    DISCHARGING(
            Event.UPS_STATE,
            "discharging",
            "info",
            "DISCHRG begins while on mains and no test explains it",
            "discharges its battery on mains"),
    BATTERY_HIGH(Event.UPS_STATE, "high_battery", "info", "HB begins", "has a high battery"),
    ECO_STARTED(Event.UPS_STATE, "eco", "info", "ECO begins", "runs in economy mode"),
    ECO_ENDED(Event.UPS_STATE, "eco", "info", "ECO ends", "has left economy mode"),
    STATUS_OTHER(
            Event.UPS_STATE,
            "the token",
            "info",
            "a status token that walNUT does not know comes or goes",
            "changed a status token that is not known"),
    UPS_INCONSISTENT(
            Event.UPS_STATE,
            "inconsistent",
            "warn",
            "OL and OB together in more than two polls in a row; OB is believed",
            "reports mains and battery at once"),
    COMM_BAD(
            Event.UPS_STATE,
            "comm_bad",
            "info",
            "the first failed poll after a good one",
            "did not answer a poll"),
    COMM_LOST(
            Event.UPS_STATE,
            "comm_lost",
            "warn, error",
            "no good poll within the heartbeat; error when last seen on battery",
            "cannot be reached"),
    COMM_RESTORED(
            Event.UPS_STATE,
            "comm_lost",
            "info",
            "the first good poll after comm_lost",
            "can be reached again"),
    NUT_SERVER_LOST(
            Event.SYSTEM_HEALTH,
            null,
            "error",
            "every UPS of a server is lost by tcp, tls or auth",
            "cannot be reached"),
    NUT_SERVER_RESTORED(
            Event.SYSTEM_HEALTH,
            null,
            "info",
            "a lost server answers again",
            "can be reached again"),
    OUTAGE_STARTED(
            Event.UPS_OUTAGE,
            null,
            "warn",
            "mains are lost and no outage is open",
            "is in an outage"),
    OUTAGE_EPISODE(
            Event.UPS_OUTAGE,
            null,
            "info",
            "mains are lost again before the outage is over",
            "lost mains again within its outage"),
    OUTAGE_ENDED(
            Event.UPS_OUTAGE,
            null,
            "info",
            "mains have held for the merge time (60 s)",
            "has ended its outage"),
    UNSTABLE_MAINS(
            Event.UPS_STATE,
            "unstable",
            "warn",
            "five losses and returns of mains within 10 min",
            "has unstable mains"),
    MAINS_STABLE_AGAIN(
            Event.UPS_STATE,
            "unstable",
            "info",
            "10 min without a loss or return of mains",
            "has stable mains again"),
    THRESHOLD_CROSSED(
            Event.METRIC_THRESHOLD,
            null,
            "info, warn, error",
            "a comparison has held for its time",
            "crossed a threshold"),
    THRESHOLD_CLEARED(
            Event.METRIC_THRESHOLD,
            null,
            "info",
            "the value came back past the hysteresis",
            "is back from a threshold"),
    UPS_ADDED(
            Event.SYSTEM_HEALTH,
            null,
            "info",
            "a server lists a UPS that was not known or was absent",
            "was added"),
    UPS_ABSENT(
            Event.SYSTEM_HEALTH,
            null,
            "warn",
            "a server no longer lists a UPS",
            "is no longer listed by its server"),
    PROTOCOL_ERROR(
            Event.SYSTEM_HEALTH,
            null,
            "warn",
            "a server's answer was not well formed; at most once a minute and server",
            "broke the protocol"),
    TLS_DOWNGRADE(
            Event.SYSTEM_HEALTH,
            null,
            "error",
            "a server that spoke TLS offers clear text",
            "no longer offers TLS"),
    TLS_CERTIFICATE_CHANGED(
            Event.SYSTEM_HEALTH,
            null,
            "error",
            "a pinned certificate was replaced",
            "shows another certificate"),
    TLS_CERTIFICATE_EXPIRING(
            Event.SYSTEM_HEALTH,
            null,
            "warn",
            "a certificate expires within 30 days; once a day",
            "has a certificate that expires soon"),
    TIMER_FIRED("timer.at, timer.after", null, "info", "a timer of a policy is due", "fired"),
    WEBHOOK_RECEIVED(
            "webhook.custom", null, "info", "an authenticated call of a webhook", "was called"),
    TRAP_RECEIVED(
            "snmp.trap", null, "info, warn", "an SNMP trap from a known source", "sent a trap"),
    POLICY_ARMED(Event.SYSTEM_HEALTH, null, "info", "a policy was armed", "was armed"),
    POLICY_DISARMED(Event.SYSTEM_HEALTH, null, "warn", "a policy was disarmed", "was disarmed"),
    POLICY_INVALID(
            Event.SYSTEM_HEALTH,
            null,
            "error",
            "a stored policy has become invalid",
            "is no longer valid"),
    POLICY_FAILED(
            Event.SYSTEM_HEALTH,
            null,
            "error",
            "the evaluation of a policy failed",
            "could not be evaluated"),
    PREFLIGHT_FAILED(
            Event.SYSTEM_HEALTH,
            null,
            "error",
            "the daily check of an armed policy failed",
            "failed its check"),
    TIMER_MISSED(
            Event.SYSTEM_HEALTH,
            null,
            "warn",
            "a timer was due while walNUT was down",
            "missed its time"),
    SYSTEM_ARMED(Event.SYSTEM_HEALTH, null, "warn", "the system was armed", "was armed"),
    SYSTEM_DISARMED(Event.SYSTEM_HEALTH, null, "warn", "the system was disarmed", "was disarmed"),
    MAINTENANCE_STARTED(
            Event.SYSTEM_HEALTH, null, "info", "a maintenance window opened", "is in maintenance"),
    MAINTENANCE_ENDED(
            Event.SYSTEM_HEALTH,
            null,
            "info",
            "a maintenance window closed",
            "has left maintenance"),
    OUTAGE_IN_MAINTENANCE(
            Event.SYSTEM_HEALTH,
            null,
            "warn, error",
            "an outage falls into maintenance; error when critical",
            "is in an outage during maintenance"),
    HOLD_STARTED(Event.SYSTEM_HEALTH, null, "warn", "runs are held", "is held"),
    HOLD_ENDED(Event.SYSTEM_HEALTH, null, "info", "the hold is over", "is no longer held"),
    HOLD_ENDING(
            Event.SYSTEM_HEALTH,
            null,
            "warn",
            "a hold is about to end",
            "will soon no longer be held"),
    RUN_STARTED(Event.SYSTEM_HEALTH, null, "info", "a run began", "has a run"),
    RECOVERY_STARTED(
            Event.SYSTEM_HEALTH, null, "info", "a recovery run began", "has a recovery run"),
    RUN_FINISHED(
            Event.SYSTEM_HEALTH,
            null,
            "info, warn, error",
            "a run ended; as grave as its outcome",
            "has ended a run"),
    RECOVERY_FINISHED(
            Event.SYSTEM_HEALTH,
            null,
            "info, warn, error",
            "a recovery run ended; as grave as its outcome",
            "has ended a recovery run"),
    PLAN_COMPRESSED(
            Event.SYSTEM_HEALTH,
            null,
            "warn",
            "a plan was shortened to fit the battery",
            "has a shortened plan"),
    STEP_ESCALATED(
            Event.SYSTEM_HEALTH,
            null,
            "warn",
            "a step went on with a harsher verb",
            "needed a harsher verb"),
    TARGET_REFUSED(
            Event.SYSTEM_HEALTH, null, "error", "a target must not be touched", "was refused"),
    IN_DOUBT(
            Event.SYSTEM_HEALTH,
            null,
            "error",
            "whether a step was done cannot be told",
            "is in doubt"),
    LOCK_TIMEOUT(
            Event.SYSTEM_HEALTH,
            null,
            "error",
            "a lock was not obtained in time",
            "waited too long for a lock"),
    RULES_OVERRUN(
            Event.SYSTEM_HEALTH,
            null,
            "error",
            "an evaluation took too long",
            "took too long to evaluate"),
    RECOVERY_FAILED(
            Event.SYSTEM_HEALTH,
            null,
            "error",
            "a target could not be started again",
            "could not be started again"),
    RECOVERY_STALLED(
            Event.SYSTEM_HEALTH,
            null,
            "error",
            "a recovery waits longer than allowed",
            "waits too long for recovery"),
    UNDO_FAILED(
            Event.SYSTEM_HEALTH,
            null,
            "error",
            "a paired verb could not be undone",
            "could not be undone"),
    NOT_RESTORED_UNKNOWN(
            Event.SYSTEM_HEALTH,
            null,
            "warn",
            "a target is left off because its state before is unknown",
            "is left as it is"),
    INTEGRATION_STATE_CHANGED(
            Event.SYSTEM_HEALTH,
            null,
            "info, warn, error",
            "an integration changed its state; as grave as that state",
            "changed its state"),
    HOST_KEY_CHANGED(
            Event.SYSTEM_HEALTH,
            null,
            "error",
            "a host shows another key",
            "shows another host key"),
    JOURNAL_DEGRADED(
            Event.SYSTEM_HEALTH,
            null,
            "error",
            "the journal cannot be written",
            "cannot write its journal"),
    DATABASE_CORRUPT(
            Event.SYSTEM_HEALTH,
            null,
            "error",
            "the database failed its check",
            "has a damaged database"),
    BACKUP_FAILED(
            Event.SYSTEM_HEALTH,
            null,
            "error",
            "a backup could not be made",
            "could not be backed up"),
    LOGIN_THROTTLED(Event.SYSTEM_HEALTH, null, "warn", "too many failed logins", "is throttled"),
    EGRESS_REFUSED(
            Event.SYSTEM_HEALTH,
            null,
            "warn",
            "a connection to a forbidden address was refused",
            "was refused a connection"),
    WEBHOOK_REJECTED(
            Event.SYSTEM_HEALTH,
            null,
            "warn",
            "a call of a webhook was not accepted",
            "was rejected"),
    MQTT_EVENTS_DROPPED(
            Event.SYSTEM_HEALTH, null, "warn", "the MQTT queue overflowed", "dropped events"),
    MQTT_CLIENT_ID_IN_USE(
            Event.SYSTEM_HEALTH,
            null,
            "error",
            "another client took over the MQTT session",
            "shares its MQTT client id"),
    MQTT_BASE_TOPIC_IN_USE(
            Event.SYSTEM_HEALTH,
            null,
            "error",
            "another walNUT publishes under the base topic",
            "shares its MQTT base topic"),
    NOTIFICATION_FAILING(
            Event.SYSTEM_HEALTH, null, "warn", "a notification channel fails", "fails to notify"),
    NOTIFICATION_RESTORED(
            Event.SYSTEM_HEALTH, null, "info", "a failing channel works again", "notifies again");

    private final String kind;
    private final String state;
    private final String severities;
    private final String when;
    private final String phrase;

    EventName(String kind, String state, String severities, String when, String phrase) {
        this.kind = kind;
        this.state = state;
        this.severities = severities;
        this.when = when;
        this.phrase = phrase;
    }

    /** The name in store and API: {@code mains_lost}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind, or all kinds, separated by a comma. */
    public String kind() {
        return kind;
    }

    /** The word of the state that it speaks of, or null. */
    public String state() {
        return state;
    }

    /** How grave it can be. */
    public List<Severity> severities() {
        return Arrays.stream(severities.split(", ")).map(Severity::of).toList();
    }

    /** What raises it, in one clause. */
    public String when() {
        return when;
    }

    /** What a reader is told after the name of the subject. */
    String phrase() {
        return phrase;
    }

    public static Optional<EventName> of(String word) {
        return Arrays.stream(values()).filter(name -> name.word().equals(word)).findFirst();
    }
}

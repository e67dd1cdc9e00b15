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
            "OB ends and OL is present",
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
            "Battery of {} is no longer low"),
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
            "OFF lasts for the off duration (30 s)",
            "Output of {} is off"),
    OUTPUT_ON(Event.UPS_STATE, "off", "info", "OFF ends", "Output of {} is on again"),
    OVERLOADED(Event.UPS_STATE, "overloaded", "warn", "OVER lasts for 5 s", "is overloaded"),
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
    BYPASS_ENDED(Event.UPS_STATE, "bypass", "info", "BYPASS ends", "no longer runs on bypass"),
    CALIBRATION_STARTED(
            Event.UPS_STATE,
            "calibrating",
            "info",
            "CAL begins",
            "Battery calibration of {} started"),
    CALIBRATION_ENDED(
            Event.UPS_STATE, "calibrating", "info", "CAL ends", "Battery calibration of {} ended"),
    TEST_STARTED(
            Event.UPS_STATE,
            "testing",
            "info",
            "TEST begins, walNUT starts a test, or the device says that one is in progress",
            "Battery test of {} started"),
    TEST_ENDED(
            Event.UPS_STATE,
            "testing",
            "info, warn",
            "the test is over; warn when it failed",
            "Battery test of {} ended"),
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
            "ALARM, or another alarm text, lasts for 5 s",
            "raised an alarm"),
    ALARM_CLEARED(
            Event.UPS_STATE, "alarm", "info", "ALARM has been gone for 5 s", "cleared its alarm"),
    TRIMMING(
            Event.UPS_STATE,
            "trimming",
            "info",
            "TRIM lasts for 30 s",
            "started to lower high mains voltage"),
    TRIMMING_ENDED(
            Event.UPS_STATE,
            "trimming",
            "info",
            "TRIM has been gone for 30 s",
            "no longer lowers mains voltage"),
    BOOSTING(
            Event.UPS_STATE,
            "boosting",
            "info",
            "BOOST lasts for 30 s",
            "started to raise low mains voltage"),
    BOOSTING_ENDED(
            Event.UPS_STATE,
            "boosting",
            "info",
            "BOOST has been gone for 30 s",
            "no longer raises mains voltage"),
    CHARGING(Event.UPS_STATE, "charging", "info", "CHRG begins", "started to charge its battery"),
    DISCHARGING(
            Event.UPS_STATE,
            "discharging",
            "info",
            "DISCHRG begins while on mains and no test explains it",
            "discharges its battery although mains are present"),
    BATTERY_HIGH(
            Event.UPS_STATE, "high_battery", "info", "HB begins", "reports a high battery voltage"),
    ECO_STARTED(Event.UPS_STATE, "eco", "info", "ECO begins", "runs in economy mode"),
    ECO_ENDED(Event.UPS_STATE, "eco", "info", "ECO ends", "no longer runs in economy mode"),
    STATUS_OTHER(
            Event.UPS_STATE,
            "the token",
            "info",
            "a status token that walNUT does not know comes or goes",
            "changed a status word that walNUT does not know"),
    UPS_INCONSISTENT(
            Event.UPS_STATE,
            "inconsistent",
            "warn",
            "OL and OB together in more than two polls in a row; walNUT takes OB as true",
            "reports mains and battery power at the same time"),
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
            "Outage of {} started"),
    OUTAGE_EPISODE(
            Event.UPS_OUTAGE,
            null,
            "info",
            "mains are lost again before the outage is over",
            "lost mains power again during its outage"),
    OUTAGE_ENDED(
            Event.UPS_OUTAGE,
            null,
            "info",
            "mains have been present for the merge time (60 s)",
            "Outage of {} is over"),
    UNSTABLE_MAINS(
            Event.UPS_STATE,
            "unstable",
            "warn",
            "five losses and returns of mains within 10 min",
            "Mains of {} are unstable"),
    MAINS_STABLE_AGAIN(
            Event.UPS_STATE,
            "unstable",
            "info",
            "10 min without a loss or return of mains",
            "Mains of {} are stable again"),
    THRESHOLD_CROSSED(
            Event.METRIC_THRESHOLD,
            null,
            "info, warn, error",
            "a comparison has been true for its time",
            "crossed a threshold"),
    THRESHOLD_CLEARED(
            Event.METRIC_THRESHOLD,
            null,
            "info",
            "the value came back past the hysteresis",
            "is back within a threshold"),
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
            "sent an answer that breaks the NUT protocol"),
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
            "Certificate of {} expires soon"),
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
            "failed its daily check"),
    TIMER_MISSED(
            Event.SYSTEM_HEALTH,
            null,
            "warn",
            "a timer was due while walNUT was down",
            "missed its time because walNUT was not running"),
    SYSTEM_ARMED(Event.SYSTEM_HEALTH, null, "warn", "the system was armed", "was armed"),
    SYSTEM_DISARMED(Event.SYSTEM_HEALTH, null, "warn", "the system was disarmed", "was disarmed"),
    MAINTENANCE_STARTED(
            Event.SYSTEM_HEALTH,
            null,
            "info",
            "a maintenance window opened",
            "Maintenance of {} started"),
    MAINTENANCE_ENDED(
            Event.SYSTEM_HEALTH,
            null,
            "info",
            "a maintenance window closed",
            "Maintenance of {} ended"),
    OUTAGE_IN_MAINTENANCE(
            Event.SYSTEM_HEALTH,
            null,
            "warn, error",
            "an outage begins or is open during maintenance; error when critical",
            "Outage of {} during maintenance"),
    HOLD_STARTED(
            Event.SYSTEM_HEALTH,
            null,
            "warn",
            "an operator put runs on hold",
            "Hold of {} started"),
    HOLD_ENDED(Event.SYSTEM_HEALTH, null, "info", "the hold is over", "Hold of {} ended"),
    HOLD_ENDING(
            Event.SYSTEM_HEALTH, null, "warn", "a hold is about to end", "Hold of {} ends soon"),
    RUN_STARTED(Event.SYSTEM_HEALTH, null, "info", "a run began", "Run of {} started"),
    RECOVERY_STARTED(
            Event.SYSTEM_HEALTH, null, "info", "a recovery run began", "Recovery of {} started"),
    RUN_FINISHED(
            Event.SYSTEM_HEALTH,
            null,
            "info, warn, error",
            "a run ended; with the severity of its outcome",
            "Run of {} ended"),
    RECOVERY_FINISHED(
            Event.SYSTEM_HEALTH,
            null,
            "info, warn, error",
            "a recovery run ended; with the severity of its outcome",
            "Recovery of {} ended"),
    PLAN_COMPRESSED(
            Event.SYSTEM_HEALTH,
            null,
            "warn",
            "a plan was shortened to fit the battery",
            "Plan of {} was shortened"),
    STEP_ESCALATED(
            Event.SYSTEM_HEALTH,
            null,
            "warn",
            "a step went on with a harsher verb",
            "needed a harsher verb"),
    TARGET_REFUSED(
            Event.SYSTEM_HEALTH,
            null,
            "error",
            "a target refused an order for good, or is protected",
            "refused the order"),
    IN_DOUBT(
            Event.SYSTEM_HEALTH,
            null,
            "error",
            "walNUT cannot find out whether a step was done",
            "Outcome of the order to {} is unknown"),
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
            "Recovery of {} waits too long"),
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
            "is not started again because its former state is unknown"),
    INTEGRATION_STATE_CHANGED(
            Event.SYSTEM_HEALTH,
            null,
            "info, warn, error",
            "an integration changed its state; with the severity of that state",
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
            "Database of {} is damaged"),
    BACKUP_FAILED(
            Event.SYSTEM_HEALTH,
            null,
            "error",
            "a backup could not be made",
            "Backup of {} failed"),
    SAFE_START(
            Event.SYSTEM_HEALTH,
            null,
            "error",
            "routes of operators and uploaded types stay stopped after ends of the program",
            "Safe start: operators' {} and uploaded types stay stopped"),
    LOGIN_THROTTLED(
            Event.SYSTEM_HEALTH,
            null,
            "warn",
            "too many failed logins",
            "Logins of {} are slowed down"),
    EGRESS_REFUSED(
            Event.SYSTEM_HEALTH,
            null,
            "warn",
            "a connection to a forbidden address was refused",
            "Connection to {} was refused by the egress rules"),
    WEBHOOK_REJECTED(
            Event.SYSTEM_HEALTH,
            null,
            "warn",
            "a call of a webhook was not accepted",
            "Call of {} was rejected"),
    MQTT_EVENTS_DROPPED(
            Event.SYSTEM_HEALTH, null, "warn", "the MQTT queue overflowed", "dropped events"),
    MQTT_CLIENT_ID_IN_USE(
            Event.SYSTEM_HEALTH,
            null,
            "error",
            "another client took over the MQTT session",
            "Another client uses the MQTT client id of {}"),
    MQTT_BASE_TOPIC_IN_USE(
            Event.SYSTEM_HEALTH,
            null,
            "error",
            "another walNUT publishes under the base topic",
            "Another walNUT uses the MQTT base topic of {}"),
    NOTIFICATION_FAILING(
            Event.SYSTEM_HEALTH,
            null,
            "warn",
            "a notification channel fails",
            "Notifications to {} fail"),
    NOTIFICATION_RESTORED(
            Event.SYSTEM_HEALTH,
            null,
            "info",
            "a failing channel works again",
            "Notifications to {} work again");

    /** The place of the subject in a phrase. */
    private static final String PLACE = "{}";

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

    /**
     * The message of such an event: begins with the subject, or names it where the phrase has its
     * place.
     */
    String message(String subject) {
        return phrase.contains(PLACE) ? phrase.replace(PLACE, subject) : subject + " " + phrase;
    }

    public static Optional<EventName> of(String word) {
        return Arrays.stream(values()).filter(name -> name.word().equals(word)).findFirst();
    }
}

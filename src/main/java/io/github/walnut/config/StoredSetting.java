package io.github.walnut.config;

import static io.github.walnut.config.SettingGroup.BACKUP;
import static io.github.walnut.config.SettingGroup.EXECUTION;
import static io.github.walnut.config.SettingGroup.MQTT;
import static io.github.walnut.config.SettingGroup.NOTIFICATIONS;
import static io.github.walnut.config.SettingGroup.OIDC;
import static io.github.walnut.config.SettingGroup.POLLING;
import static io.github.walnut.config.SettingGroup.RETENTION;
import static io.github.walnut.config.SettingGroup.SECURITY;
import static io.github.walnut.config.SettingGroup.TRAPS;
import static io.github.walnut.config.SettingGroup.UI;
import static io.github.walnut.config.SettingGroup.WEBHOOKS;
import static io.github.walnut.config.StoredSetting.Effect.AT_ONCE;
import static io.github.walnut.config.StoredSetting.Effect.AT_RESTART;

import io.github.walnut.config.Shape.Flag;
import io.github.walnut.config.Shape.Hours;
import io.github.walnut.config.Shape.Number;
import io.github.walnut.config.Shape.Secret;
import io.github.walnut.config.Shape.Span;
import io.github.walnut.config.Shape.Text;
import io.github.walnut.config.Shape.Texts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every setting that an administrator may change while walNUT runs; it is stored. What stands
 * outside for the same matter, by {@link #outside()}, wins over what is stored and locks it.
 */
public enum StoredSetting {
    BACKUP_SCHEDULE(
            BACKUP,
            "schedule",
            Text.cron(),
            Cron.OFF,
            Setting.BACKUP_SCHEDULE,
            AT_ONCE,
            "off, or when backups are made, as in a crontab"),
    BACKUP_KEEP(
            BACKUP,
            "keep",
            new Number(1, 1000),
            7,
            Setting.BACKUP_KEEP,
            AT_ONCE,
            "how many backups of this host the schedule keeps"),
    BACKUP_DIRECTORY(
            BACKUP,
            "directory",
            Text.folder(),
            null,
            Setting.BACKUP_DIR,
            AT_ONCE,
            "where backups are put; unset: backups in the data folder"),
    BACKUP_PASSPHRASE(
            BACKUP,
            "passphrase",
            new Secret(12),
            null,
            Setting.BACKUP_PASSPHRASE,
            AT_ONCE,
            "what backups of the schedule are sealed with"),

    POLL_INTERVAL(
            POLLING,
            "poll_interval",
            span("500ms", "1h"),
            "5s",
            Setting.POLL_INTERVAL,
            AT_ONCE,
            "between full polls: of NUT servers added from now on, and what counts as late"),
    FAST_INTERVAL(
            POLLING,
            "fast_interval",
            span("0s", "1m"),
            "1s",
            Setting.FAST_INTERVAL,
            AT_ONCE,
            "the same for fast polls while a UPS is alert"),
    HEARTBEAT_TIMEOUT(
            POLLING,
            "heartbeat_timeout",
            span("1s", "10m"),
            "30s",
            Setting.HEARTBEAT_TIMEOUT,
            AT_ONCE,
            "silence until comm_lost"),
    DEAD_TIME(
            POLLING,
            "dead_time",
            span("1s", "10m"),
            "15s",
            Setting.DEAD_TIME,
            AT_ONCE,
            "silence on battery until low_battery"),
    OUTAGE_MERGE(
            POLLING,
            "outage_merge",
            span("0s", "1h"),
            "1m",
            null,
            AT_ONCE,
            "how long mains must hold for an outage to be over"),
    CHARGE_WARN(
            POLLING,
            "charge_warn_percent",
            new Number(0, 100),
            30,
            null,
            AT_ONCE,
            "charge on battery from which there is a warning; 0: none"),
    CHARGE_ERROR(
            POLLING,
            "charge_error_percent",
            new Number(0, 100),
            15,
            null,
            AT_ONCE,
            "charge on battery from which it is an error; 0: never"),
    LOAD_WARN(
            POLLING,
            "load_warn_percent",
            new Number(0, 200),
            80,
            null,
            AT_ONCE,
            "load from which there is a warning; 0: none"),
    RUNTIME_WARN(
            POLLING,
            "runtime_warn",
            span("0s", "1d"),
            "5m",
            null,
            AT_ONCE,
            "runtime on battery from which there is a warning; 0s: none"),

    MAX_CONCURRENT(
            EXECUTION,
            "max_concurrent_actions",
            new Number(1, 1000),
            10,
            Setting.MAX_CONCURRENT,
            AT_RESTART,
            "orders in flight over all hosts"),
    FINAL_DELAY(
            EXECUTION,
            "final_delay",
            span("0s", "5m"),
            "5s",
            null,
            AT_RESTART,
            "pause before a step after which there is no return"),
    RETURN_CONFIRM(
            EXECUTION,
            "return_confirm",
            span("0s", "10m"),
            "10s",
            null,
            AT_RESTART,
            "how long mains must hold before power counts as returned for a run"),
    PREFLIGHT_AT(
            EXECUTION,
            "preflight_at",
            Text.matching("([01][0-9]|2[0-3]):[0-5][0-9]", "a time of day as HH:MM"),
            "03:30",
            Setting.PREFLIGHT_AT,
            AT_ONCE,
            "local time of the daily preflight"),
    CONFIRM_OVER_TARGETS(
            EXECUTION,
            "confirm_over_targets",
            new Number(1, 1000),
            10,
            null,
            AT_ONCE,
            "more targets of one action must be confirmed by their number"),
    LOCK_TIMEOUT(
            EXECUTION,
            "lock_timeout",
            span("1m", "1d"),
            "15m",
            null,
            AT_RESTART,
            "how long a run waits for its global lock before it gives up"),
    HOSTSYNC(
            EXECUTION,
            "hostsync",
            span("1s", "1h"),
            "15s",
            null,
            AT_ONCE,
            "how long the primary of a UPS with hold waits for walNUT's targets, as in its upsmon.conf"),
    MAINS_STABLE_FOR(
            EXECUTION,
            "mains_stable_for",
            span("0s", "1d"),
            "5m",
            null,
            AT_ONCE,
            "how long mains must hold for a recovery, where a policy does not say"),
    RESTART_CHARGE(
            EXECUTION,
            "restart_charge_percent",
            new Number(0, 100),
            40,
            null,
            AT_ONCE,
            "charge for a recovery, where a policy does not say"),
    TIMEZONE(
            EXECUTION,
            "timezone",
            Text.zone(),
            null,
            null,
            AT_RESTART,
            "zone of times of day in policies and of the preflight; unset: that of the machine"),

    MQTT_ENABLED(
            MQTT,
            "enabled",
            new Flag(),
            true,
            Setting.MQTT_ENABLED,
            AT_RESTART,
            "false keeps the settings and stays away"),
    MQTT_URL(
            MQTT,
            "url",
            Text.matching(
                    "(tcp|ssl|ws|wss)://[A-Za-z0-9\\[][A-Za-z0-9.:_-]*]?(:\\d{1,5})?(/[A-Za-z0-9/_-]*)?",
                    "tcp://, ssl://, ws:// or wss:// with host and port"),
            null,
            Setting.MQTT_URL,
            AT_RESTART,
            "the broker; unset: no MQTT"),
    MQTT_USERNAME(
            MQTT,
            "username",
            Text.any(256),
            null,
            Setting.MQTT_USERNAME,
            AT_RESTART,
            "user of the broker"),
    MQTT_PASSWORD(
            MQTT,
            "password",
            new Secret(1),
            null,
            Setting.MQTT_PASSWORD,
            AT_RESTART,
            "its password"),
    MQTT_BASE_TOPIC(
            MQTT,
            "base_topic",
            Text.matching("[a-z0-9_-]+(/[a-z0-9_-]+){0,3}", "1 to 4 levels of a-z, 0-9, _ and -"),
            "walnut",
            Setting.MQTT_BASE_TOPIC,
            AT_RESTART,
            "first levels of every topic"),
    MQTT_CLIENT_ID(
            MQTT,
            "client_id",
            Text.matching("[A-Za-z0-9_-]{1,64}", "1 to 64 of A-Z, a-z, 0-9, _ and -"),
            null,
            Setting.MQTT_CLIENT_ID,
            AT_RESTART,
            "what walNUT is called at the broker; unset: walnut- and the begin of its instance id"),
    MQTT_TLS_CA(
            MQTT,
            "tls.ca",
            new PemCertificates(),
            null,
            Setting.MQTT_TLS_CA,
            AT_RESTART,
            "PEM certificates that the broker's is checked by in place of those of Java"),
    MQTT_TLS_CERT(
            MQTT,
            "tls.cert",
            new PemCertificates(),
            null,
            Setting.MQTT_TLS_CERT,
            AT_RESTART,
            "PEM certificate by which walNUT logs in to the broker; those above it may follow"),
    MQTT_TLS_KEY(
            MQTT,
            "tls.key",
            new PemPrivateKey(),
            null,
            Setting.MQTT_TLS_KEY,
            AT_RESTART,
            "its private key, PEM without a passphrase"),
    MQTT_TLS_INSECURE(
            MQTT,
            "tls.insecure",
            new Flag(),
            false,
            Setting.MQTT_TLS_INSECURE,
            AT_RESTART,
            "true sends the password in clear text, also to other machines"),
    MQTT_QOS(
            MQTT,
            "qos",
            new Number(0, 2),
            1,
            Setting.MQTT_QOS,
            AT_RESTART,
            "quality of service of all messages: 0 at most once, 1 at least once, 2 exactly once"),
    MQTT_RETAIN(
            MQTT,
            "retain",
            new Flag(),
            true,
            Setting.MQTT_RETAIN,
            AT_RESTART,
            "false for a broker that keeps no messages: all is told anew every minute"),

    NOTIFY_CHANNELS(
            NOTIFICATIONS,
            "channels",
            ChannelShape.CHANNELS,
            List.of(),
            null,
            AT_ONCE,
            "what each channel is told, and how often; one that is not listed is told as usual"),
    NOTIFY_TEMPLATES(
            NOTIFICATIONS,
            "templates",
            ChannelShape.TEMPLATES,
            Map.of(),
            null,
            AT_ONCE,
            "title and text of messages by the name of what they tell, in Mustache"),
    NOTIFY_LINKS(
            NOTIFICATIONS,
            "action_links",
            new Flag(),
            false,
            null,
            AT_ONCE,
            "links in messages with which whoever reads them holds a run or lets it go now; needs"
                    + " WALNUT_PUBLIC_URL"),

    OIDC_ENABLED(
            OIDC,
            "enabled",
            new Flag(),
            false,
            Setting.OIDC_ENABLED,
            AT_ONCE,
            "offers login by an identity provider; passwords go on working"),
    OIDC_NAME(
            OIDC,
            "name",
            Text.any(64),
            "OIDC",
            Setting.OIDC_PROVIDER_NAME,
            AT_ONCE,
            "its name on the login page"),
    OIDC_DISCOVERY_URL(
            OIDC,
            "discovery_url",
            Text.matching("https?://[^\\s?#@]+", "an https:// address"),
            null,
            Setting.OIDC_DISCOVERY_URL,
            AT_ONCE,
            "its .well-known/openid-configuration, https; the issuer is pinned to it"),
    OIDC_CLIENT_ID(
            OIDC,
            "client_id",
            Text.any(256),
            null,
            Setting.OIDC_CLIENT_ID,
            AT_ONCE,
            "walNUT's name there"),
    OIDC_CLIENT_SECRET(
            OIDC,
            "client_secret",
            new Secret(1),
            null,
            Setting.OIDC_CLIENT_SECRET,
            AT_ONCE,
            "walNUT's secret there"),
    OIDC_SCOPES(
            OIDC,
            "scopes",
            Text.matching("openid( [A-Za-z0-9._:/-]+)*", "scopes that begin with openid"),
            "openid email profile",
            null,
            AT_ONCE,
            "what is asked for, with spaces between"),
    OIDC_ROLE_CLAIM(
            OIDC,
            "role_claim",
            Text.any(128),
            "roles",
            Setting.OIDC_ROLE_CLAIM,
            AT_ONCE,
            "the claim of the ID token that holds roles"),
    OIDC_ADMIN_VALUES(
            OIDC,
            "admin_values",
            new Texts(64, Text.any(256)),
            List.of(),
            Setting.OIDC_ADMIN_ROLES,
            AT_ONCE,
            "values of it that make an admin"),
    OIDC_OPERATOR_VALUES(
            OIDC,
            "operator_values",
            new Texts(64, Text.any(256)),
            List.of(),
            Setting.OIDC_OPERATOR_ROLES,
            AT_ONCE,
            "the same for an operator"),
    OIDC_VIEWER_VALUES(
            OIDC,
            "viewer_values",
            new Texts(64, Text.any(256)),
            List.of(),
            Setting.OIDC_VIEWER_ROLES,
            AT_ONCE,
            "the same for a viewer"),
    OIDC_DEFAULT_ROLE(
            OIDC,
            "default_role",
            Text.oneOf("viewer", "operator", "admin", "none"),
            "viewer",
            Setting.OIDC_DEFAULT_ROLE,
            AT_ONCE,
            "role of who has none of these; none refuses the login"),
    OIDC_AUTO_LINK(
            OIDC,
            "auto_link",
            new Flag(),
            false,
            null,
            AT_ONCE,
            "joins an account with the same, verified e-mail, admins with a password excepted"),

    KEEP_SAMPLES(
            RETENTION,
            "samples",
            new Hours(span("1h", "30d")),
            "1d",
            Setting.RETENTION_HOURS,
            AT_ONCE,
            "samples at full rate"),
    KEEP_FIVE_MINUTES(
            RETENTION,
            "rollups_5m",
            span("1d", "730d"),
            "30d",
            null,
            AT_ONCE,
            "roll-ups of 5 minutes"),
    KEEP_HOURS(
            RETENTION, "rollups_1h", span("1d", "3650d"), "730d", null, AT_ONCE, "roll-ups of 1 h"),
    KEEP_EVENTS(RETENTION, "events", span("1d", "3650d"), "365d", null, AT_ONCE, "events"),
    KEEP_RUNS(
            RETENTION,
            "runs",
            span("1d", "3650d"),
            "365d",
            null,
            AT_ONCE,
            "live runs; the last 30 of a policy stay in any case"),
    KEEP_DRY_RUNS(
            RETENTION, "dry_runs", span("1d", "3650d"), "90d", null, AT_ONCE, "all other runs"),
    KEEP_AUDIT(RETENTION, "audit", span("1d", "3650d"), "730d", null, AT_ONCE, "the audit log"),
    KEEP_JOBS(RETENTION, "jobs", span("1d", "3650d"), "7d", null, AT_ONCE, "jobs that are over"),

    SESSION_IDLE(
            SECURITY,
            "session_idle",
            span("1m", "90d"),
            "12h",
            Setting.SESSION_IDLE,
            AT_ONCE,
            "longest pause of a session"),
    SESSION_MAX(
            SECURITY,
            "session_max",
            span("1m", "90d"),
            "7d",
            Setting.SESSION_MAX,
            AT_ONCE,
            "longest life of a session opened from now on"),
    PASSWORD_MIN(
            SECURITY,
            "password_min",
            new Number(12, 64),
            12,
            null,
            AT_ONCE,
            "least characters of a password that is chosen from now on"),
    METRICS_PUBLIC(
            SECURITY,
            "metrics_public",
            new Flag(),
            false,
            Setting.METRICS_PUBLIC,
            AT_RESTART,
            "serves /metrics and /ups_metrics without login"),
    EGRESS_ALLOW(
            SECURITY,
            "egress_allow",
            new Texts(64, Networks.NETWORK),
            List.of(),
            Setting.EGRESS_ALLOW,
            AT_ONCE,
            "the only networks that are spoken to, when there are any; needed for loopback"),
    EGRESS_DENY(
            SECURITY,
            "egress_deny",
            new Texts(64, Networks.NETWORK),
            List.of(),
            null,
            AT_ONCE,
            "networks that are never spoken to, whatever is allowed"),
    ALLOWED_ORIGINS(
            SECURITY,
            "allowed_origins",
            new Texts(64, Networks.ORIGIN),
            List.of(),
            Setting.ALLOWED_ORIGINS,
            AT_ONCE,
            "pages of other origins that may use the API"),
    TRUSTED_PROXIES(
            SECURITY,
            "trusted_proxies",
            new Texts(64, Networks.PEER),
            List.of(),
            Setting.TRUSTED_PROXIES,
            AT_RESTART,
            "addresses or networks of proxies whose X-Forwarded-For, -Proto and -Host are believed"),

    TRAPS_ENABLED(
            TRAPS,
            "enabled",
            new Flag(),
            false,
            Setting.TRAPS_ENABLED,
            AT_ONCE,
            "hears SNMP traps of UPSs"),
    TRAPS_LISTEN(
            TRAPS,
            "listen",
            Text.matching(
                    "([0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-fA-F:.]+\\]):[0-9]{1,5}",
                    "an address and a UDP port such as 0.0.0.0:1162"),
            "0.0.0.0:1162",
            Setting.TRAPS_LISTEN,
            AT_ONCE,
            "address and UDP port on which they are heard"),
    TRAPS_COMMUNITY(
            TRAPS,
            "community",
            new Secret(1),
            null,
            Setting.TRAPS_COMMUNITY,
            AT_ONCE,
            "the community of version 2c; without one none of that version is taken"),
    TRAPS_V3_USERS(
            TRAPS,
            "v3_users",
            TrapUsers.SHAPE,
            null,
            null,
            AT_ONCE,
            "users of version 3, SHA-256 and AES: name, auth_password, priv_password"),

    UI_DEFAULT_LOCALE(
            UI,
            "default_locale",
            Text.oneOf("en"),
            "en",
            null,
            AT_ONCE,
            "language of the console where a browser asks for none that it has"),
    UI_SITE_NAME(
            UI,
            "site_name",
            Text.any(64),
            null,
            null,
            AT_ONCE,
            "what this walNUT is called in the console and on pages behind links; also shown without login"),

    WEBHOOKS_RECORDS(
            WEBHOOKS,
            "records",
            WebhookRecord.SHAPE,
            List.of(),
            null,
            AT_ONCE,
            "the hooks by which other programs tell of events");

    /** When a change takes effect. */
    public enum Effect {
        AT_ONCE,
        AT_RESTART
    }

    private final SettingGroup group;
    private final String key;
    private final Shape shape;
    private final Object otherwise;
    private final Setting outside;
    private final Effect effect;
    private final String meaning;

    StoredSetting(
            SettingGroup group,
            String key,
            Shape shape,
            Object otherwise,
            Setting outside,
            Effect effect,
            String meaning) {
        this.group = group;
        this.key = key;
        this.shape = shape;
        this.otherwise = otherwise;
        this.outside = outside;
        this.effect = effect;
        this.meaning = meaning;
    }

    private static Span span(String least, String most) {
        Duration from = SettingChecks.duration(least);
        return new Span(from, SettingChecks.duration(most));
    }

    public SettingGroup group() {
        return group;
    }

    /** Its name within the group. */
    public String key() {
        return key;
    }

    Shape shape() {
        return shape;
    }

    /** The default, or null when there is none. */
    public Object otherwise() {
        return otherwise;
    }

    /** What locks it when it is given; null when nothing outside does. */
    public Setting outside() {
        return outside;
    }

    public Effect effect() {
        return effect;
    }

    /** Written, never read; lies sealed in the store. */
    public boolean secret() {
        return shape instanceof Shape.Sealed;
    }

    public String meaning() {
        return meaning;
    }

    static Optional<StoredSetting> behind(Setting setting) {
        return Stream.of(values()).filter(stored -> stored.outside == setting).findFirst();
    }
}

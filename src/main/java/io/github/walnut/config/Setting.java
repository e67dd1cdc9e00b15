package io.github.walnut.config;

import java.nio.file.Path;
import java.util.Locale;

/**
 * Every setting that walNUT reads from outside. The property name is {@code walnut.…}, the
 * environment variable stands in {@link #variable()}.
 */
public enum Setting {
    DB_KEY(
            "WALNUT_DB_KEY",
            "walnut.db.key",
            null,
            true,
            "the key of the database, at least 32 characters (walnut keys generate)"),
    JWT_SECRET(
            "WALNUT_JWT_SECRET",
            "walnut.jwt.secret",
            null,
            true,
            "the secret of the sessions, at least 32 characters (walnut keys generate)"),
    DB_KEY_DEV(
            "WALNUT_DB_KEY_DEV",
            "walnut.db.key-dev",
            null,
            true,
            "stands in for WALNUT_DB_KEY while WALNUT_ENV is dev or test"),
    ENV(
            "WALNUT_ENV",
            "walnut.env",
            "prod",
            false,
            "prod, production (takes no keys from the data folder), dev or test"),
    NUT_HOST("NUT_HOST", "walnut.nut.host", "localhost", false, "address of the first NUT server"),
    NUT_PORT("NUT_PORT", "walnut.nut.port", "3493", false, "its port"),
    NUT_USERNAME(
            "NUT_USERNAME",
            "walnut.nut.username",
            null,
            false,
            "user of upsd.users, with its password or not at all"),
    NUT_PASSWORD("NUT_PASSWORD", "walnut.nut.password", null, true, "its password"),
    NUT_TLS("NUT_TLS", "walnut.nut.tls", "auto", false, "off, auto or required"),
    NUT_ENABLED(
            "WALNUT_NUT_ENABLED",
            "walnut.nut.enabled",
            "true",
            false,
            "false makes no first server"),
    POLL_INTERVAL(
            "WALNUT_POLL_INTERVAL", "walnut.poll.interval", "5s", false, "between full polls"),
    FAST_INTERVAL(
            "WALNUT_FAST_INTERVAL",
            "walnut.poll.fast-interval",
            "1s",
            false,
            "between fast polls while alert"),
    HEARTBEAT_TIMEOUT(
            "WALNUT_HEARTBEAT_TIMEOUT",
            "walnut.poll.heartbeat-timeout",
            "30s",
            false,
            "silence until comm_lost"),
    DEAD_TIME(
            "WALNUT_DEAD_TIME",
            "walnut.poll.dead-time",
            "15s",
            false,
            "silence on battery until low_battery"),
    RETENTION_HOURS(
            "WALNUT_DATA_RETENTION_HOURS",
            "walnut.retention.samples-hours",
            "24",
            false,
            "samples at full rate"),
    ARMED("WALNUT_ARMED", "walnut.armed", "false", false, "true arms the system at each start"),
    MAX_CONCURRENT(
            "WALNUT_MAX_CONCURRENT_ACTIONS",
            "walnut.execution.max-concurrent",
            "10",
            false,
            "calls in flight"),
    POLICY_V1_ENABLED(
            "WALNUT_POLICY_V1_ENABLED",
            "walnut.policy.v1-enabled",
            "true",
            false,
            "false refuses new policy documents of format 1"),
    PREFLIGHT_AT(
            "WALNUT_PREFLIGHT_AT",
            "walnut.execution.preflight-at",
            "03:30",
            false,
            "local time of the daily preflight, HH:MM"),
    HTTP_HOST(
            "WALNUT_HTTP_HOST", "walnut.http.host", "0.0.0.0", false, "address of API and console"),
    HTTP_PORT("WALNUT_HTTP_PORT", "walnut.http.port", "8000", false, "port of API and console"),
    MANAGEMENT_HOST(
            "WALNUT_MANAGEMENT_HOST",
            "walnut.management.host",
            "127.0.0.1",
            false,
            "address of health and metrics without login"),
    MANAGEMENT_PORT(
            "WALNUT_MANAGEMENT_PORT",
            "walnut.management.port",
            "8001",
            false,
            "their port; 0 leaves them out"),
    BASE_PATH(
            "WALNUT_BASE_PATH",
            "walnut.http.base-path",
            "/",
            false,
            "path that a proxy shows walNUT below, for example /ups; what comes without it is served too"),
    TLS_CERT(
            "WALNUT_TLS_CERT_FILE",
            "walnut.http.tls-cert",
            null,
            false,
            "PEM file with the certificate and those above it; with the key the port speaks HTTPS only"),
    TLS_KEY(
            "WALNUT_TLS_KEY_FILE",
            "walnut.http.tls-key",
            null,
            false,
            "PEM file with its key, without a passphrase; both are read again when they change"),
    SECURE_COOKIES(
            "WALNUT_SECURE_COOKIES",
            "walnut.http.secure-cookies",
            "true",
            false,
            "cookies over TLS only"),
    ALLOWED_ORIGINS(
            "WALNUT_ALLOWED_ORIGINS",
            "walnut.http.allowed-origins",
            "[]",
            false,
            "JSON array of other origins whose pages may call the API with the session of their user"),
    TRUSTED_PROXIES(
            "WALNUT_TRUSTED_PROXIES",
            "walnut.http.trusted-proxies",
            null,
            false,
            "proxies whose X-Forwarded-For, -Proto and -Host are believed, as CIDRs with commas between"),
    FRAME_ANCESTORS(
            "WALNUT_FRAME_ANCESTORS",
            "walnut.http.frame-ancestors",
            null,
            false,
            "JSON array of origins whose pages may hold the console in a frame"),
    API_DOCS(
            "WALNUT_API_DOCS",
            "walnut.api.docs",
            "true",
            false,
            "false hides the contract and the page that shows it"),
    METRICS_PUBLIC(
            "WALNUT_METRICS_PUBLIC",
            "walnut.metrics.public",
            "false",
            false,
            "true serves /metrics and /ups_metrics without login"),
    ADMIN_EMAIL(
            "WALNUT_ADMIN_EMAIL",
            "walnut.admin.email",
            null,
            false,
            "first administrator, made at a start without any"),
    ADMIN_PASSWORD_FILE(
            "WALNUT_ADMIN_PASSWORD_FILE",
            "walnut.admin.password-file",
            null,
            false,
            "file with the password of the first administrator, read only then"),
    ACCESS_TTL(
            "WALNUT_ACCESS_TTL",
            "walnut.session.access-ttl",
            "10m",
            false,
            "life of an access token, 1m…15m"),
    SESSION_IDLE(
            "WALNUT_SESSION_IDLE",
            "walnut.session.idle",
            "12h",
            false,
            "longest pause of a session"),
    SESSION_MAX(
            "WALNUT_SESSION_MAX", "walnut.session.max", "7d", false, "longest life of a session"),
    ARGON2_PROFILE(
            "WALNUT_ARGON2_PROFILE",
            "walnut.argon2.profile",
            "standard",
            false,
            "standard, small or test"),
    MQTT_ENABLED(
            "WALNUT_MQTT_ENABLED",
            "walnut.mqtt.enabled",
            "true",
            false,
            "false keeps away from the broker"),
    MQTT_URL(
            "WALNUT_MQTT_URL",
            "walnut.mqtt.url",
            null,
            false,
            "broker, for example tcp://broker:1883; turns MQTT on"),
    MQTT_USERNAME(
            "WALNUT_MQTT_USERNAME", "walnut.mqtt.username", null, false, "user of the broker"),
    MQTT_PASSWORD("WALNUT_MQTT_PASSWORD", "walnut.mqtt.password", null, true, "its password"),
    MQTT_BASE_TOPIC(
            "WALNUT_MQTT_BASE_TOPIC",
            "walnut.mqtt.base-topic",
            "walnut",
            false,
            "first level of every topic"),
    MQTT_CLIENT_ID(
            "WALNUT_MQTT_CLIENT_ID",
            "walnut.mqtt.client-id",
            null,
            false,
            "what walNUT is called at the broker, when it is not walnut-<begin of its instance id>"),
    MQTT_TLS_CA(
            "WALNUT_MQTT_TLS_CA",
            "walnut.mqtt.tls.ca",
            null,
            false,
            "PEM certificates that the broker's is checked by in place of those of Java"),
    MQTT_TLS_CERT(
            "WALNUT_MQTT_TLS_CERT",
            "walnut.mqtt.tls.cert",
            null,
            false,
            "PEM certificate by which walNUT logs in to the broker"),
    MQTT_TLS_KEY(
            "WALNUT_MQTT_TLS_KEY",
            "walnut.mqtt.tls.key",
            null,
            true,
            "its private key, PEM without a passphrase"),
    MQTT_TLS_INSECURE(
            "WALNUT_MQTT_TLS_INSECURE",
            "walnut.mqtt.tls.insecure",
            "false",
            false,
            "send the broker's password in clear text, also to other machines"),
    MQTT_QOS(
            "WALNUT_MQTT_QOS",
            "walnut.mqtt.qos",
            "1",
            false,
            "quality of service of messages, 0 to 2"),
    MQTT_RETAIN(
            "WALNUT_MQTT_RETAIN",
            "walnut.mqtt.retain",
            "true",
            false,
            "false for a broker that keeps no messages"),
    PUBLIC_URL(
            "WALNUT_PUBLIC_URL",
            "walnut.http.public-url",
            null,
            false,
            "address that people use, for example https://walnut.example; needed for OIDC"),
    OIDC_ENABLED(
            "WALNUT_OIDC_ENABLED",
            "walnut.oidc.enabled",
            "false",
            false,
            "true offers login by an identity provider"),
    OIDC_PROVIDER_NAME(
            "WALNUT_OIDC_PROVIDER_NAME",
            "walnut.oidc.provider-name",
            "OIDC",
            false,
            "its name on the login page"),
    OIDC_DISCOVERY_URL(
            "WALNUT_OIDC_DISCOVERY_URL",
            "walnut.oidc.discovery-url",
            null,
            false,
            "its .well-known/openid-configuration"),
    OIDC_CLIENT_ID(
            "WALNUT_OIDC_CLIENT_ID", "walnut.oidc.client-id", null, false, "walNUT's name there"),
    OIDC_CLIENT_SECRET(
            "WALNUT_OIDC_CLIENT_SECRET",
            "walnut.oidc.client-secret",
            null,
            true,
            "walNUT's secret there"),
    OIDC_ROLE_CLAIM(
            "WALNUT_OIDC_ROLE_CLAIM",
            "walnut.oidc.role-claim",
            "roles",
            false,
            "the claim of the ID token that holds roles"),
    OIDC_ADMIN_ROLES(
            "WALNUT_OIDC_ADMIN_ROLES",
            "walnut.oidc.admin-roles",
            "[]",
            false,
            "JSON array of its values that make an admin"),
    OIDC_OPERATOR_ROLES(
            "WALNUT_OIDC_OPERATOR_ROLES",
            "walnut.oidc.operator-roles",
            "[]",
            false,
            "the same for an operator"),
    OIDC_VIEWER_ROLES(
            "WALNUT_OIDC_VIEWER_ROLES",
            "walnut.oidc.viewer-roles",
            "[]",
            false,
            "the same for a viewer"),
    OIDC_DEFAULT_ROLE(
            "WALNUT_OIDC_DEFAULT_ROLE",
            "walnut.oidc.default-role",
            "viewer",
            false,
            "role of who has none of these: viewer, operator, admin, or none to refuse"),
    EGRESS_ALLOW(
            "WALNUT_EGRESS_ALLOW",
            "walnut.egress.allow",
            null,
            false,
            "networks that hosts may lie in, as CIDRs with commas between; needed for loopback"),
    TRAPS_ENABLED(
            "WALNUT_TRAPS_ENABLED",
            "walnut.traps.enabled",
            "false",
            false,
            "true hears SNMP traps of UPSs"),
    TRAPS_LISTEN(
            "WALNUT_TRAPS_LISTEN",
            "walnut.traps.listen",
            "0.0.0.0:1162",
            false,
            "address and UDP port on which they are heard"),
    TRAPS_COMMUNITY(
            "WALNUT_TRAPS_COMMUNITY",
            "walnut.traps.community",
            null,
            true,
            "the community of traps of version 2c"),
    HOME("WALNUT_HOME", "walnut.home", null, false, "where the program is installed"),
    CONFIG_DIR(
            "WALNUT_CONFIG_DIR",
            "walnut.config.dir",
            "/etc/walnut",
            false,
            "application.properties, conf.d, own routes"),
    DATA_DIR("WALNUT_DATA_DIR", "walnut.data.dir", "./data", false, "database, backups, lock"),
    DB_PATH(
            "WALNUT_DB_PATH",
            "walnut.db.path",
            null,
            false,
            "the database, when it is not <data>/walnut.db"),
    DB_POOL_SIZE("WALNUT_DB_POOL_SIZE", "walnut.db.pool-size", "20", false, "4…64"),
    DB_BUSY_TIMEOUT("WALNUT_DB_BUSY_TIMEOUT", "walnut.db.busy-timeout", "5s", false, "1s…60s"),
    DB_KDF_ITER("WALNUT_DB_KDF_ITER", "walnut.db.kdf-iter", "256000", false, "64000…2000000"),
    DB_ALLOW_NETWORK_FS(
            "WALNUT_DB_ALLOW_NETWORK_FS",
            "walnut.db.allow-network-fs",
            "false",
            false,
            "true accepts a network file system"),
    BACKUP_SCHEDULE(
            "WALNUT_BACKUP_SCHEDULE",
            "walnut.backup.schedule",
            "off",
            false,
            "off, or when backups are made, as in a crontab: 30 2 * * *, @daily"),
    BACKUP_DIR(
            "WALNUT_BACKUP_DIR",
            "walnut.backup.dir",
            null,
            false,
            "where backups are put, when it is not <data>/backups"),
    BACKUP_KEEP(
            "WALNUT_BACKUP_KEEP",
            "walnut.backup.keep",
            "7",
            false,
            "1…1000, how many backups of this host the schedule keeps"),
    BACKUP_PASSPHRASE(
            "WALNUT_BACKUP_PASSPHRASE",
            "walnut.backup.passphrase",
            null,
            true,
            "what backups of the schedule are sealed with, at least 12 characters"),
    LOG_LEVEL("WALNUT_LOG_LEVEL", "walnut.log.level", "INFO", false, "ERROR, WARN, INFO or DEBUG"),
    LOG_FORMAT("WALNUT_LOG_FORMAT", "walnut.log.format", "text", false, "text or json"),
    LOG_FILE(
            "WALNUT_LOG_FILE",
            "walnut.log.file",
            null,
            false,
            "file that the log goes to besides standard output");

    private final String variable;
    private final String property;
    private final String otherwise;
    private final boolean secret;
    private final String meaning;

    Setting(String variable, String property, String otherwise, boolean secret, String meaning) {
        this.variable = variable;
        this.property = property;
        this.otherwise = otherwise;
        this.secret = secret;
        this.meaning = meaning;
    }

    public String variable() {
        return variable;
    }

    public String property() {
        return property;
    }

    /** The default, or null when there is none. */
    public String otherwise() {
        return otherwise;
    }

    /** Never shown; may come from a file named by {@code <variable>_FILE}. */
    public boolean secret() {
        return secret;
    }

    public String meaning() {
        return meaning;
    }

    /** Whether the value may stand in a file that {@code <variable>_FILE} names. */
    public boolean file() {
        return secret || this == MQTT_TLS_CA || this == MQTT_TLS_CERT;
    }

    /** The container secret that is read unless a file is named, or null. */
    Path dockerSecret(Path folder) {
        return this == DB_KEY || this == JWT_SECRET
                ? folder.resolve(variable.toLowerCase(Locale.ROOT))
                : null;
    }
}

package io.github.walnut.api;

import java.util.Locale;

/** The machine codes of refusals, each with its HTTP status and a title for people. */
public enum ProblemCode {
    MALFORMED_JSON(400, "The body is not JSON"),
    INVALID_REQUEST(400, "The request is not valid"),
    INVALID_PARAMETER(400, "A parameter is not valid"),
    INVALID_CURSOR(400, "The cursor is not valid"),
    VALIDATION(400, "The values are not valid"),
    POLICY_BLOCKED(400, "The policy cannot be saved"),
    TOPOLOGY_INVALID(400, "The topology is not valid"),
    ROUTE_BLOCKED(400, "The route cannot be saved"),
    AMBIGUOUS_UPS(400, "More than one UPS has this name"),
    IDEMPOTENCY_KEY_REQUIRED(400, "An idempotency key is needed"),
    CONFIRM_REQUIRED(400, "The confirmation is missing or wrong"),
    INSECURE_TRANSPORT(400, "The login needs TLS"),
    WEAK_PASSWORD(400, "The password is too weak"),
    SETUP_TOKEN_INVALID(400, "The setup token is not valid"),
    BAD_EXTENSION(400, "This is no integration package"),
    BAD_ARCHIVE(400, "The archive is not opened"),
    UNSAFE_PATH(400, "A name in the archive is not taken"),
    MANIFEST_MISSING(400, "The package has no manifest"),
    MANIFEST_UNREADABLE(400, "The manifest cannot be read"),
    ID_MISSING(400, "The manifest has no id"),
    SCHEMA_ERROR(400, "The manifest is not valid"),
    CORE_VERSION_INCOMPATIBLE(400, "The package needs a newer walNUT"),
    DRIVER_MISSING(400, "A kamelet is missing"),
    DRIVER_UNSUPPORTED(400, "This kind of driver is not run"),
    KAMELET_ERROR(400, "A kamelet cannot be used"),
    NOT_ALLOWED(400, "The package holds what is not allowed"),
    CAPABILITY_MISMATCH(400, "A capability has nothing that carries it out"),
    MISSING_TEST_CONNECTION(400, "The connection of the type cannot be tested"),
    NOT_AUTHENTICATED(401, "Not logged in"),
    INVALID_CREDENTIALS(401, "E-mail or password is wrong"),
    SESSION_EXPIRED(401, "The session has expired"),
    TOKEN_EXPIRED(401, "The access token has expired"),
    TOKEN_REVOKED(401, "The session has been ended"),
    PREFLIGHT_ORIGIN_NOT_ALLOWED(400, "This origin is not allowed"),
    FORBIDDEN(403, "Not allowed"),
    STEP_UP_REQUIRED(403, "The password must be proven again"),
    CSRF_FAILED(403, "The CSRF check failed"),
    ORIGIN_NOT_ALLOWED(403, "This origin is not allowed"),
    ACCOUNT_DISABLED(403, "The account is disabled"),
    NOT_FOUND(404, "Not found"),
    TYPE_NOT_FOUND(404, "No such integration type"),
    METHOD_NOT_ALLOWED(405, "Method not allowed"),
    NOT_ACCEPTABLE(406, "Not available in this form"),
    UNSUPPORTED_MEDIA_TYPE(415, "This type of body is not read here"),
    DUPLICATE(409, "It exists already"),
    CONFLICT(409, "The present state does not allow it"),
    IN_USE(409, "It is in use"),
    TYPE_EXISTS(409, "The integration type exists already"),
    TYPE_IN_USE(409, "Hosts are of this type"),
    TYPE_NOT_VALID(409, "The integration type is not valid"),
    POLICY_NOT_ENABLEABLE(409, "The policy has errors"),
    NOT_ARMED(409, "Not armed"),
    RUN_CLOSED(409, "The run is over"),
    POINT_OF_NO_RETURN(409, "The run has passed the point of no return"),
    IDEMPOTENCY_IN_PROGRESS(409, "The same request is being carried out"),
    SETTING_LOCKED(409, "The setting is fixed outside"),
    MAINTENANCE(409, "In maintenance"),
    SETUP_DONE(409, "The setup is done"),
    LAST_ADMIN(409, "The last administrator stays"),
    VERSION_MISMATCH(412, "It was changed meanwhile"),
    IF_MATCH_REQUIRED(428, "The version that was read must be given"),
    TOO_LARGE(413, "The body is too large"),
    URI_TOO_LONG(414, "The address is too long"),
    HEADERS_TOO_LARGE(431, "The headers are too large"),
    UNKNOWN_HOST(421, "The server is not known by this name"),
    TEST_FAILED(422, "The connection test failed"),
    IDEMPOTENCY_KEY_REUSED(422, "The key was used for another request"),
    NOT_INVERTIBLE(422, "The policy has no inverse"),
    DRIVER_MISMATCH(422, "The driver refuses an action"),
    RATE_LIMITED(429, "Too many requests"),
    LOGIN_THROTTLED(429, "Too many attempts"),
    INTERNAL(500, "Internal error"),
    FORMAT_1_DISABLED(501, "Policy format 1 is not enabled"),
    TARGET_FAILED(502, "The target answered with an error"),
    STARTING(503, "Starting"),
    OVERLOADED(503, "The server has too much to do"),
    STOPPING(503, "Stopping"),
    STORE_UNAVAILABLE(503, "The store cannot be written"),
    SECRETS_UNAVAILABLE(503, "Secrets cannot be sealed or opened"),
    TARGET_TIMEOUT(504, "The target did not answer in time");

    private final int status;
    private final String title;

    ProblemCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    String title() {
        return title;
    }

    /** One word may have two statuses: a refused origin is 400 in a preflight and 403 elsewhere. */
    public String word() {
        return this == PREFLIGHT_ORIGIN_NOT_ALLOWED
                ? ORIGIN_NOT_ALLOWED.word()
                : name().toLowerCase(Locale.ROOT);
    }
}

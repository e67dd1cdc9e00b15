package io.github.walnut.routes;

import io.github.walnut.guard.Place;
import io.github.walnut.policy.Findings;
import io.github.walnut.ups.Severity;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Whether a route may send what it names over the connection that it names. */
final class ConnectionCheck {

    /** A place takes the value of a variable, which may add no level. */
    private static final String PLACE = "\\{[A-Za-z0-9_-]{1,64}}";

    private static final Pattern TOPIC =
            Pattern.compile("(?:[A-Za-z0-9_.:@/-]|" + PLACE + "){1,200}");
    private static final Map<String, Predicate<String>> HTTP =
            Map.of("request", text -> text.matches("[A-Za-z0-9_.-]{1,64}"));
    private static final Map<String, Predicate<String>> MQTT =
            Map.of(
                    "topic",
                    TOPIC.asMatchPredicate(),
                    "qos",
                    Set.of("0", "1", "2")::contains,
                    "retain",
                    Set.of("true", "false")::contains);

    private final Findings findings;

    ConnectionCheck(Findings findings) {
        this.findings = findings;
    }

    /** The options that an address of this kind may have, and must have one of. */
    static Map<String, Predicate<String>> options(RouteConnection.Kind kind) {
        return kind == RouteConnection.Kind.HTTP ? HTTP : MQTT;
    }

    /** The option without which there is nothing to send. */
    static String subject(RouteConnection.Kind kind) {
        return kind == RouteConnection.Kind.HTTP ? "request" : "topic";
    }

    /**
     * False when nothing may ever be sent there.
     *
     * @param connection null when there is none of this name
     */
    boolean usable(String name, RouteConnection connection, Place at) {
        if (connection == null) {
            return refused(
                    at, "unknown_connection", "There is no host " + name, "the id of a host");
        }
        if (connection.kind() == null) {
            return refused(
                    at,
                    "not_a_connection",
                    "Routes can send nothing to hosts of the type of " + name,
                    "a host that sends prepared HTTP requests or MQTT messages");
        }
        if (connection.guarded()) {
            return refused(
                    at,
                    "protected",
                    "Host " + name + " is protected or carries walNUT: a route cannot confirm it",
                    null);
        }
        if (!connection.enabled()) {
            findings.compile(
                    Severity.WARN,
                    at.pointer(),
                    "connection_disabled",
                    "Host " + name + " is disabled: nothing is sent to it until it is enabled",
                    null);
        }
        return true;
    }

    /** What is sent must be what the owner of the connection prepared or allows. */
    boolean subject(String name, RouteConnection connection, String subject, Place at) {
        if (connection.kind() == RouteConnection.Kind.HTTP) {
            return connection.requests().contains(subject)
                    || refused(
                            at,
                            "unknown_request",
                            "Host " + name + " has no prepared request " + subject,
                            connection.requests().isEmpty()
                                    ? null
                                    : "One of " + String.join(", ", connection.requests()));
        }
        boolean known = !subject.contains("{");
        return !known
                || connection.topics().test(subject)
                || refused(
                        at,
                        "topic_not_allowed",
                        "Host " + name + " does not allow the topic " + subject,
                        null);
    }

    private boolean refused(Place at, String code, String message, String hint) {
        findings.schema(at.pointer(), code, message, hint);
        return false;
    }
}

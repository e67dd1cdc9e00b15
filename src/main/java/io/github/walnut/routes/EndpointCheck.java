package io.github.walnut.routes;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.guard.ClosedObject;
import io.github.walnut.guard.Place;
import io.github.walnut.policy.DurationText;
import io.github.walnut.policy.Findings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a route may begin and what it may send to (SEC-63). */
final class EndpointCheck {

    private static final Pattern URI =
            Pattern.compile("([a-z][a-z0-9+.-]{0,30}):([^?]{0,200})(?:\\?(.{0,2000}))?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
    private static final Pattern UPS =
            Pattern.compile("[A-Za-z0-9_.-]{1,100}@[A-Za-z0-9_.:-]{1,99}");
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration SHORTEST_PERIOD = Duration.ofSeconds(1);

    private static final Map<String, Predicate<String>> EVENT =
            Map.of(
                    "kind",
                    words("[a-z0-9_.]{1,64}"),
                    "severity",
                    Set.of("info", "warn", "error")::contains,
                    "type",
                    Set.of("ups", "metric", "timer", "webhook", "system")::contains,
                    "ups",
                    UPS.asMatchPredicate());
    private static final Map<String, Predicate<String>> SAMPLE =
            Map.of("ups", UPS.asMatchPredicate());
    private static final Map<String, Predicate<String>> TIMER =
            Map.of(
                    "period", text -> between(text, SHORTEST_PERIOD),
                    "delay", text -> between(text, Duration.ZERO),
                    "repeatCount", text -> text.matches("\\d{1,6}"));
    private static final Map<String, Predicate<String>> LOG =
            Map.of(
                    "level", Set.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR")::contains,
                    "showBody", EndpointCheck::flag,
                    "showHeaders", EndpointCheck::flag,
                    "showVariables", EndpointCheck::flag,
                    "multiline", EndpointCheck::flag);
    private static final Map<String, Predicate<String>> NOTIFY =
            Map.of(
                    "channel",
                    NAME.asMatchPredicate(),
                    "severity",
                    Set.of("info", "warn", "error")::contains);
    private static final Map<String, Predicate<String>> DISPATCH =
            Map.of("policy", EndpointCheck::uuid, "ups", UPS.asMatchPredicate());

    private final RouteSurroundings surroundings;
    private final Findings findings;

    EndpointCheck(RouteSurroundings surroundings, Findings findings) {
        this.surroundings = surroundings;
        this.findings = findings;
    }

    /** An address as it is written: its parts, not yet known to be allowed. */
    private record Address(String scheme, String path, Map<String, Parameter> parameters) {
        String written() {
            StringBuilder text = new StringBuilder(scheme + ":" + path);
            char separator = '?';
            for (Map.Entry<String, Parameter> parameter : parameters.entrySet()) {
                text.append(separator)
                        .append(parameter.getKey())
                        .append('=')
                        .append(parameter.getValue().text());
                separator = '&';
            }
            return text.toString();
        }
    }

    private record Parameter(String text, Place at) {}

    /**
     * Where the route begins.
     *
     * @return what Camel is given, or null when it was refused
     */
    String from(ClosedObject from, Place at, String routeId) {
        Place place = from.at("uri");
        Address address = address(from, at);
        if (address == null) {
            return null;
        }
        String target = address.scheme() + ":" + address.path();
        boolean fine =
                switch (address.scheme()) {
                    case "walnut" ->
                            switch (address.path()) {
                                case "event" -> allowed(address, EVENT);
                                case "sample" -> allowed(address, SAMPLE);
                                default -> refused(place, target, "walnut:event or walnut:sample");
                            };
                    case "timer" ->
                            named(address, place) && allowed(address, TIMER) && inMillis(address);
                    case "direct" ->
                            address.path().equals(routeId) && allowed(address, Map.of())
                                    || refused(place, target, "direct:" + routeId);
                    default ->
                            refused(
                                    place,
                                    target,
                                    "walnut:event, walnut:sample, timer: or direct:");
                };
        return fine ? address.written() : null;
    }

    /** Where a step sends to; names of routes are collected for a later look. */
    String to(JsonNode step, Place at, Map<String, Place> called) {
        Address address;
        Place place;
        if (step != null && step.isTextual()) {
            place = at;
            address = parsed(step.textValue(), place, Map.of());
        } else {
            ClosedObject members = ClosedObject.of(step, at, findings::schema);
            place = members.at("uri");
            members.text("id");
            members.text("description");
            address = address(members, at);
            members.end();
        }
        return address != null && target(address, place, called) ? address.written() : null;
    }

    private boolean target(Address address, Place place, Map<String, Place> called) {
        String target = address.scheme() + ":" + address.path();
        return switch (address.scheme()) {
            case "log" -> named(address, place) && allowed(address, LOG);
            case "direct" -> {
                called.putIfAbsent(address.path(), place);
                yield allowed(address, Map.of());
            }
            case "walnut" ->
                    switch (address.path()) {
                        case "dispatch" -> dispatch(address, place);
                        case "notify" -> tell(address);
                        default -> refused(place, target, "walnut:dispatch or walnut:notify");
                    };
            case "connection" -> connection(address, place);
            default ->
                    refused(
                            place,
                            target,
                            "walnut:dispatch, walnut:notify, connection: and the id of a host, log:, or"
                                    + " direct: and the id of a route");
        };
    }

    private boolean connection(Address address, Place place) {
        ConnectionCheck check = new ConnectionCheck(findings);
        String name = address.path();
        RouteConnection connection = surroundings.connection(name).orElse(null);
        if (!check.usable(shortened(name), connection, place)
                || !allowed(address, ConnectionCheck.options(connection.kind()))) {
            return false;
        }
        String subject = ConnectionCheck.subject(connection.kind());
        Parameter given = address.parameters().get(subject);
        if (given == null) {
            findings.schema(
                    place.pointer(),
                    "missing",
                    subject + " is missing",
                    "connection:" + name + "?" + subject + "=…");
            return false;
        }
        return check.subject(name, connection, given.text(), given.at());
    }

    private boolean tell(Address address) {
        if (!allowed(address, NOTIFY)) {
            return false;
        }
        Parameter channel = address.parameters().get("channel");
        if (channel != null && !surroundings.channel(channel.text())) {
            findings.schema(
                    channel.at().pointer(),
                    "unknown_channel",
                    "There is no channel " + channel.text(),
                    "the id of a host of type notify");
            return false;
        }
        return true;
    }

    private boolean dispatch(Address address, Place place) {
        if (!allowed(address, DISPATCH)) {
            return false;
        }
        Parameter policy = address.parameters().get("policy");
        if (policy == null) {
            findings.schema(
                    place.pointer(), "missing", "policy is missing", "walnut:dispatch?policy=<id>");
            return false;
        }
        if (!surroundings.policy(UUID.fromString(policy.text()))) {
            findings.schema(
                    policy.at().pointer(),
                    "unknown_policy",
                    "There is no policy " + policy.text(),
                    null);
            return false;
        }
        return true;
    }

    private Address address(ClosedObject members, Place at) {
        String uri = members.required("uri");
        JsonNode given = members.get("parameters");
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        if (given != null) {
            Place place = at.at("parameters");
            if (!given.isObject()) {
                findings.schema(
                        place.pointer(), "wrong_type", "parameters must be an object", null);
                return null;
            }
            ClosedObject each = ClosedObject.of(given, place, findings::schema);
            given.fieldNames()
                    .forEachRemaining(
                            name -> {
                                String text = each.text(name);
                                if (text != null) {
                                    parameters.put(name, new Parameter(text, place.at(name)));
                                }
                            });
        }
        return uri == null ? null : parsed(uri, at.at("uri"), parameters);
    }

    private Address parsed(String uri, Place at, Map<String, Parameter> further) {
        Matcher parts = URI.matcher(uri);
        if (!parts.matches()) {
            refused(at, uri, "an address such as timer:name?period=5s");
            return null;
        }
        Map<String, Parameter> parameters = new TreeMap<>(further);
        if (parts.group(3) != null) {
            for (String pair : parts.group(3).split("&", -1)) {
                String[] sides = pair.split("=", 2);
                Parameter value = new Parameter(sides.length == 2 ? sides[1] : "", at);
                if (parameters.putIfAbsent(sides[0], value) != null) {
                    findings.schema(
                            at.pointer(), "duplicate", "'" + sides[0] + "' stands twice", null);
                    return null;
                }
            }
        }
        return new Address(parts.group(1), parts.group(2), parameters);
    }

    private boolean allowed(Address address, Map<String, Predicate<String>> allowed) {
        boolean fine = true;
        for (Map.Entry<String, Parameter> parameter : address.parameters().entrySet()) {
            Predicate<String> rule = allowed.get(parameter.getKey());
            Place at = parameter.getValue().at();
            if (rule == null) {
                findings.schema(
                        at.pointer(),
                        "not_allowed",
                        "'" + parameter.getKey() + "' is not allowed here",
                        allowed.isEmpty()
                                ? "No parameters"
                                : "One of " + String.join(", ", new TreeMap<>(allowed).keySet()));
                fine = false;
            } else if (!rule.test(parameter.getValue().text())) {
                findings.schema(
                        at.pointer(),
                        "bad_value",
                        parameter.getKey()
                                + " cannot be '"
                                + shortened(parameter.getValue().text())
                                + "'",
                        null);
                fine = false;
            }
        }
        return fine;
    }

    private static boolean inMillis(Address timer) {
        for (String name : List.of("period", "delay")) {
            timer.parameters()
                    .computeIfPresent(
                            name,
                            (key, value) ->
                                    new Parameter(
                                            Long.toString(time(value.text()).toMillis()),
                                            value.at()));
        }
        return true;
    }

    private boolean named(Address address, Place at) {
        return NAME.matcher(address.path()).matches()
                || refused(
                        at,
                        address.scheme() + ":" + address.path(),
                        "a name of letters and digits");
    }

    private boolean refused(Place at, String what, String expected) {
        findings.schema(
                at.pointer(),
                "endpoint_not_allowed",
                "'" + shortened(what) + "' is not allowed",
                "Expected " + expected);
        return false;
    }

    private static String shortened(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }

    private static Predicate<String> words(String word) {
        return Pattern.compile(word + "(," + word + "){0,19}").asMatchPredicate();
    }

    private static boolean flag(String text) {
        return List.of("true", "false").contains(text);
    }

    private static boolean uuid(String text) {
        return text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    }

    /** Milliseconds, or a duration such as 5s. */
    private static Duration time(String text) {
        return text.matches("\\d{1,9}")
                ? Duration.ofMillis(Long.parseLong(text))
                : DurationText.parse(text);
    }

    private static boolean between(String text, Duration least) {
        try {
            Duration time = time(text);
            return time.compareTo(least) >= 0 && time.compareTo(LONGEST) <= 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}

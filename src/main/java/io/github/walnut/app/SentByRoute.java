package io.github.walnut.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.api.PolicyReader;
import io.github.walnut.component.walnut.ConnectionSender;
import io.github.walnut.integration.PreparedPlaces;
import io.github.walnut.inventory.Host;
import io.github.walnut.policy.PolicyEdits;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.routes.RouteConnection;
import io.github.walnut.routes.RouteConnection.Kind;
import io.github.walnut.run.Run;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Ids;
import io.github.walnut.ups.Severity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends over connections for routes of operators, as an administrator does by hand: as a run of its
 * own, which is journaled before anything leaves, and rehearsed while nothing may act for real.
 */
final class SentByRoute implements ConnectionSender {

    private static final String JSON = "application/json";
    private static final String BODY = "body";
    private static final String ACTOR = "route ";
    private static final String NAME = "connection:";

    /** Of one text; what is longer no document of an action holds. */
    private static final int LONGEST = 4_096;

    private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z0-9_-]{1,64})}");
    private static final Pattern WITHIN_A_LEVEL = Pattern.compile("[^/+#\\p{Cntrl}]{1,128}");

    private final RoadSurroundings surroundings;
    private final PolicyReader reader;
    private final StartedByHand starts;
    private final MessageTraces messages;
    private final SendPace pace;
    private final Clock clock;
    private final Ids ids;
    private final ObjectMapper mapper = new ObjectMapper();

    SentByRoute(
            RoadSurroundings surroundings,
            PolicyReader reader,
            StartedByHand starts,
            MessageTraces messages,
            Clock clock,
            Ids ids) {
        this.surroundings = surroundings;
        this.reader = reader;
        this.starts = starts;
        this.messages = messages;
        this.pace = new SendPace(clock);
        this.clock = clock;
        this.ids = ids;
    }

    /** Whether a run is a message of a route, and not the policy that it started. */
    static boolean began(Run run) {
        return run.actor() != null
                && run.actor().startsWith(ACTOR)
                && run.policyName() != null
                && run.policyName().startsWith(NAME);
    }

    @Override
    public Sent send(Wish wish) {
        String id = wish.connection();
        Host host = surroundings.inventory().host(id).orElse(null);
        RouteConnection connection = surroundings.connection(id).orElse(null);
        if (host == null || connection == null || connection.kind() == null) {
            throw new IllegalStateException("there is no connection " + id + " any more");
        }
        if (!connection.enabled()) {
            throw new IllegalStateException("connection " + id + " is disabled");
        }
        if (connection.guarded()) {
            throw new IllegalStateException(
                    "connection " + id + " is protected now, and a route cannot confirm it");
        }
        boolean http = connection.kind() == Kind.HTTP;
        Map<String, Object> params = http ? request(host, wish) : message(wish);
        StoredPolicy order =
                http
                        ? order(wish, "http.request", "send", params)
                        : order(wish, "message.publish", "publish", params);
        pace.take(id);
        UUID correlation = ids.next();
        messages.add(correlation);
        return starts.sent(
                order, id, correlation, ACTOR + wish.routeId(), "by route " + wish.routeId());
    }

    /** The values that the request names, and none of the others. */
    private Map<String, Object> request(Host host, Wish wish) {
        String request = wish.options().get("request");
        Set<String> names =
                PreparedPlaces.names(host, request)
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "connection "
                                                        + host.id()
                                                        + " has no prepared request "
                                                        + request));
        Map<String, Object> values = new LinkedHashMap<>();
        for (String name : names) {
            Object value = wish.variables().get(name);
            if (value == null && name.equals(BODY)) {
                value = wish.body() == null ? "" : wish.body();
            }
            if (value == null) {
                throw new IllegalStateException(
                        "the request " + request + " needs the variable " + name);
            }
            values.put(
                    name,
                    value instanceof Number || value instanceof Boolean ? value : text(value));
        }
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("request_id", request);
        if (!values.isEmpty()) {
            params.put("vars", values);
        }
        return params;
    }

    private Map<String, Object> message(Wish wish) {
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("topic", topic(wish));
        params.put("payload", wish.body() == null ? "" : text(wish.body()));
        if (wish.options().containsKey("qos")) {
            params.put("qos", Integer.valueOf(wish.options().get("qos")));
        }
        params.put("retain", Boolean.valueOf(wish.options().get("retain")));
        return params;
    }

    private static String topic(Wish wish) {
        Matcher places = PLACE.matcher(wish.options().get("topic"));
        StringBuilder topic = new StringBuilder();
        while (places.find()) {
            String value = String.valueOf(wish.variables().get(places.group(1)));
            if (wish.variables().get(places.group(1)) == null
                    || !WITHIN_A_LEVEL.matcher(value).matches()) {
                throw new IllegalStateException(
                        "the variable "
                                + places.group(1)
                                + " must hold 1 to 128 characters without / + # to stand in a topic");
            }
            places.appendReplacement(topic, Matcher.quoteReplacement(value));
        }
        return places.appendTail(topic).toString();
    }

    private String text(Object value) {
        String text;
        try {
            text =
                    value instanceof CharSequence
                                    || value instanceof Number
                                    || value instanceof Boolean
                            ? value.toString()
                            : mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "a " + value.getClass().getSimpleName() + " cannot be sent as text", e);
        }
        if (text.length() > LONGEST) {
            throw new IllegalStateException(
                    "a text of "
                            + text.length()
                            + " characters is too long to be sent: "
                            + LONGEST);
        }
        return text;
    }

    private StoredPolicy order(
            Wish wish, String capability, String verb, Map<String, Object> params) {
        ObjectNode document = mapper.createObjectNode();
        document.put("version", "2.0");
        document.put("name", NAME + wish.connection());
        document.put("idempotency_window", "0s");
        document.putObject("trigger").put("type", "webhook.custom").put("name", "by-route");
        ObjectNode action = document.putArray("actions").addObject();
        action.put("host_id", wish.connection());
        action.put("capability", capability);
        action.put("verb", verb);
        action.set("options", mapper.valueToTree(params));
        PolicyReading reading = reader.read(document.toString(), JSON, null);
        if (reading.policy() == null || reading.severity().atLeast(Severity.ERROR)) {
            throw new IllegalStateException(
                    "connection "
                            + wish.connection()
                            + " does not take this: "
                            + reading.findings().get(0).message());
        }
        return PolicyEdits.create(
                ids.next(),
                reading,
                document.toString(),
                JSON,
                false,
                new PolicyEdits.Edit(ACTOR + wish.routeId(), clock.now()));
    }
}

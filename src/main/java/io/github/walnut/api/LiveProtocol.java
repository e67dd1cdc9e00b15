package io.github.walnut.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.publish.Json;
import io.github.walnut.security.AuthException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** What a client may say on its socket. Runs on the socket's event loop. */
final class LiveProtocol {

    private static final int PER_SECOND = 20;
    private static final int FLOOD = 100;
    private static final int LARGEST_FRAME = 16 * 1024;

    private final LiveConnection connection;
    private final Function<String, Principal> tokens;
    private final Consumer<LiveConnection> history;
    private final Set<String> allowedTopics;
    private final Json json;
    private final Clock clock;
    private final ObjectMapper mapper = new ObjectMapper();
    private long second;
    private int inSecond;

    LiveProtocol(
            LiveConnection connection,
            Function<String, Principal> tokens,
            Consumer<LiveConnection> history,
            Set<String> allowedTopics,
            Json json,
            Clock clock) {
        this.connection = connection;
        this.tokens = tokens;
        this.history = history;
        this.allowedTopics = allowedTopics;
        this.json = json;
        this.clock = clock;
    }

    void heard(String text) {
        if (text.length() > LARGEST_FRAME) {
            connection.close(LiveClose.TOO_LARGE);
            return;
        }
        if (!withinRate()) {
            return;
        }
        JsonNode message;
        try {
            message = mapper.readTree(text);
        } catch (JsonProcessingException e) {
            connection.error("bad_json", "The message is not JSON");
            return;
        }
        switch (message.path("type").asText("")) {
            case "ping" -> connection.control("pong", json.object());
            case "get_history" -> history.accept(connection);
            case "subscribe" -> subscribe(message);
            case "unsubscribe" -> unsubscribe(message);
            case "auth" -> authenticate(message.path("token").asText(""));
            case "pong" -> {
                // that it came is all it says
            }
            default -> connection.unheardOf(); // of a client of another version
        }
    }

    private boolean withinRate() {
        long now = clock.instant().getEpochSecond();
        inSecond = now == second ? inSecond + 1 : 1;
        second = now;
        if (inSecond > FLOOD) {
            connection.close(LiveClose.FLOOD);
        } else if (inSecond == PER_SECOND + 1) {
            connection.error("rate_limited", "At most " + PER_SECOND + " messages per second");
        }
        return inSecond <= PER_SECOND;
    }

    private void subscribe(JsonNode message) {
        Set<String> topics = texts(message.path("topics"));
        if (!allowedTopics.containsAll(topics)) {
            connection.error("topic_not_allowed", "Topics are " + allowedTopics);
            return;
        }
        JsonNode filter = message.path("filter");
        JsonNode since = message.path("since");
        LiveSubscription wanted =
                new LiveSubscription(
                        topics, texts(filter.path("ups_id")), texts(filter.path("severity")));
        confirm(wanted, since);
        connection.subscribe(wanted, since.isIntegralNumber() ? (Long) since.asLong() : null);
    }

    private void confirm(LiveSubscription wanted, JsonNode since) {
        ObjectNode data = json.object();
        data.set("topics", json.texts(wanted.topics().stream().sorted().toList()));
        ObjectNode filter = data.putObject("filter");
        filter.set("ups_id", json.texts(wanted.upsIds()));
        filter.set("severity", json.texts(wanted.severities()));
        data.set("from", since.isIntegralNumber() ? since : null);
        connection.control("subscribed", data);
    }

    private void unsubscribe(JsonNode message) {
        LiveSubscription now = connection.subscription();
        Set<String> rest = new LinkedHashSet<>(now.topics());
        rest.removeAll(texts(message.path("topics")));
        connection.subscribe(new LiveSubscription(rest, now.upsIds(), now.severities()), null);
    }

    /** Prolongs the socket's life by fresh credentials of the same user. */
    private void authenticate(String token) {
        try {
            Principal fresh = tokens.apply(token);
            if (!fresh.userId().equals(connection.principal().userId())) {
                connection.close(LiveClose.NOT_ALLOWED);
                return;
            }
            connection.prolonged(fresh);
            connection.control("auth_success", welcome(json, connection, fresh.expiresAt()));
        } catch (AuthException | Problem refused) {
            connection.error("auth_invalid", "The credentials are not valid");
        }
    }

    static ObjectNode welcome(Json json, LiveConnection connection, Instant expiresAt) {
        return json.object()
                .put("user_id", connection.principal().userId().toString())
                .put("client_id", connection.id())
                .put("role", connection.principal().role().word())
                .put("expires_at", Json.at(expiresAt));
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new LinkedHashSet<>();
        if (list.isTextual()) {
            texts.add(list.asText());
        }
        list.elements().forEachRemaining(item -> texts.add(item.asText()));
        return texts;
    }
}

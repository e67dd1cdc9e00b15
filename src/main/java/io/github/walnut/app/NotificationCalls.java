package io.github.walnut.app;

import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Target;
import io.github.walnut.notify.Letter;
import io.github.walnut.run.DriverCall;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.Drivers;
import io.github.walnut.run.ErrorClass;
import io.github.walnut.ups.EventName;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Hands messages to the driver of their channel's host, as a step of a run would. */
final class NotificationCalls {

    private static final String CAPABILITY = "notify.send";
    private static final String VERB = "send";
    private static final long LIMIT_MILLIS = 15_000;

    /** Events about the hold of one run; they name it, but are not its begin or end. */
    private static final Set<String> OF_HOLDS =
            Set.of(EventName.HOLD_STARTED.word(), EventName.HOLD_ENDING.word());

    private final Function<String, Host> hosts;
    private final Drivers drivers;
    private volatile BiFunction<UUID, String, List<ActionLinkDesk.Made>> links =
            (run, channel) -> List.of();

    /**
     * @param hosts by id; null for one that is gone
     */
    NotificationCalls(Function<String, Host> hosts, Drivers drivers) {
        this.hosts = hosts;
        this.drivers = drivers;
    }

    /**
     * @param newLinks those that a message about a run carries by a channel when it goes now
     */
    void offer(BiFunction<UUID, String, List<ActionLinkDesk.Made>> newLinks) {
        links = newLinks;
    }

    /**
     * How an attempt came out.
     *
     * @param repeat it may be tried again
     * @param wish how long the peer wants to be left alone, or null
     * @param error null when it arrived
     * @param answer of the driver; null when there was nobody to ask
     */
    record Attempt(
            boolean arrived, boolean repeat, Duration wish, String error, DriverResult answer) {}

    Attempt send(Letter letter) {
        return send(letter.channel(), params(letter), letter.id(), letter.attempts());
    }

    Attempt send(String channel, Map<String, Object> params, UUID id, int attempt) {
        Host host = hosts.apply(channel);
        if (host == null) {
            return new Attempt(false, false, null, "Host " + channel + " is gone", null);
        }
        DriverResult answer =
                drivers.call(
                        new DriverCall(
                                DriverCall.Mode.EXECUTE,
                                host,
                                Target.ofHost(host),
                                CAPABILITY,
                                VERB,
                                params,
                                Map.of(),
                                null,
                                id.toString(),
                                id.toString(),
                                attempt,
                                LIMIT_MILLIS));
        if (answer.ok()) {
            return new Attempt(true, false, null, null, answer);
        }
        DriverResult.Error error = answer.error();
        boolean repeat =
                error == null
                        || error.errorClass() != ErrorClass.CONFLICT
                                && error.errorClass().retry() != ErrorClass.Retry.NO;
        Integer seconds = error == null ? null : error.retryAfterSeconds();
        return new Attempt(
                false,
                repeat,
                seconds == null ? null : Duration.ofSeconds(seconds),
                answer.reason(),
                answer);
    }

    /** Links are made at each attempt and stand nowhere: what is stored has none. */
    private Map<String, Object> params(Letter letter) {
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("title", letter.title());
        params.put("message", letter.text().isEmpty() ? letter.title() : letter.text());
        params.put("severity", letter.severity().word());
        if (letter.url() != null) {
            params.put("url", letter.url());
        }
        params.put("delivery_id", letter.id().toString());
        letter.data()
                .forEach(
                        (key, value) -> {
                            if (value != null) {
                                params.put(key, value);
                            }
                        });
        List<ActionLinkDesk.Made> made =
                runOf(letter).map(run -> links.apply(run, letter.channel())).orElse(List.of());
        if (!made.isEmpty()) {
            params.put("links", made.stream().map(NotificationCalls::param).toList());
        }
        return params;
    }

    private static Map<String, Object> param(ActionLinkDesk.Made link) {
        return Map.of("action", link.action().word(), "label", link.label(), "url", link.url());
    }

    /** Of a message about one run alone. */
    private static Optional<UUID> runOf(Letter letter) {
        if (letter.items().size() != 1 || letter.more() > 0) {
            return Optional.empty();
        }
        if (letter.runId() != null) {
            return Optional.of(letter.runId());
        }
        Object id = letter.data();
        for (String step : List.of("data", "attrs", "details", "run_id")) {
            id = id instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return OF_HOLDS.contains(letter.name()) && id instanceof String text
                ? Optional.of(UUID.fromString(text))
                : Optional.empty();
    }
}

package io.github.walnut.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.publish.MqttMessage;
import io.github.walnut.publish.PolicyPublications;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunListener;
import io.github.walnut.run.Step;
import io.github.walnut.ups.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the states of policies at the broker. Whoever changes a policy only notes it; it is read
 * from the store when the messages are asked for, on the thread that asks.
 */
public final class MqttPolicies implements RunListener {

    private static final Logger LOG = LoggerFactory.getLogger(MqttPolicies.class);
    private static final Duration REPEATED = Duration.ofSeconds(60);

    /** What only time changes in a policy is seen then. */
    private static final Duration READ_AGAIN = Duration.ofMinutes(10);

    private final PolicyPublications publications;
    private final Function<UUID, Optional<ObjectNode>> reading;
    private final Function<UUID, Optional<Instant>> dueAt;
    private final Clock clock;
    private final Map<UUID, Told> told = new HashMap<>();
    private Set<UUID> changed = new LinkedHashSet<>();
    private boolean waitingChanged;

    private record Told(MqttMessage message, Instant dueAt, Instant readAt, Instant at) {}

    /**
     * @param reading what the API shows of a policy, empty when it is gone
     * @param dueAt when it will match
     */
    MqttPolicies(
            PolicyPublications publications,
            Function<UUID, Optional<ObjectNode>> reading,
            Function<UUID, Optional<Instant>> dueAt,
            Clock clock) {
        this.publications = publications;
        this.reading = reading;
        this.dueAt = dueAt;
        this.clock = clock;
    }

    String topic(UUID id) {
        return publications.topic(id);
    }

    synchronized void changed(UUID id) {
        changed.add(id);
    }

    /** Something that is part of all of them, as the global switch. */
    synchronized void allChanged() {
        changed.addAll(told.keySet());
    }

    /** Some policy waits for a match that did not, or the other way round. */
    synchronized void waitingChanged() {
        waitingChanged = true;
    }

    @Override
    public void changed(String type, Run run, List<Step> steps) {
        if (run.policyId() != null && (type.equals("run.created") || type.equals("run.closed"))) {
            changed(run.policyId());
        }
    }

    /** What there is to tell; to be asked for by one thread, once a second. */
    public List<MqttMessage> due() {
        Instant now = clock.now();
        List<MqttMessage> messages = new ArrayList<>();
        for (UUID id : taken(now)) {
            try {
                messages.addAll(read(id, now));
            } catch (RuntimeException e) {
                LOG.warn("The broker is not told of policy {} yet: {}", id, e.toString());
                postpone(id, now);
            }
        }
        messages.addAll(repeated(now));
        return messages;
    }

    /** Asks when policies are due without the lock: whoever knows may be telling of a change. */
    private Set<UUID> taken(Instant now) {
        Set<UUID> taken;
        boolean look;
        Map<UUID, Told> known;
        synchronized (this) {
            taken = changed;
            changed = new LinkedHashSet<>();
            look = waitingChanged;
            waitingChanged = false;
            known = new HashMap<>(told);
        }
        known.forEach(
                (id, last) -> {
                    if (!now.isBefore(last.readAt().plus(READ_AGAIN))
                            || look
                                    && !Objects.equals(
                                            last.dueAt(), dueAt.apply(id).orElse(null))) {
                        taken.add(id);
                    }
                });
        return taken;
    }

    private List<MqttMessage> read(UUID id, Instant now) {
        Instant due = dueAt.apply(id).orElse(null);
        Optional<ObjectNode> shown = reading.apply(id);
        MqttMessage message =
                shown.map(node -> publications.state(id, node, now))
                        .orElseGet(() -> publications.gone(id));
        synchronized (this) {
            Told last = shown.isPresent() ? told.get(id) : told.remove(id);
            boolean same = last != null && message.equals(last.message());
            if (shown.isPresent()) {
                told.put(id, new Told(message, due, now, same ? last.at() : now));
            }
            return same ? List.of() : List.of(message);
        }
    }

    /** A store that is away is asked again with what is read again anyway. */
    private synchronized void postpone(UUID id, Instant now) {
        Told last = told.get(id);
        Instant soon = now.minus(READ_AGAIN).plus(REPEATED);
        told.put(
                id,
                new Told(
                        last == null ? null : last.message(),
                        last == null ? null : last.dueAt(),
                        soon,
                        last == null ? now : last.at()));
    }

    private synchronized List<MqttMessage> repeated(Instant now) {
        List<MqttMessage> messages = new ArrayList<>();
        told.replaceAll(
                (id, last) -> {
                    if (last.message() == null || now.isBefore(last.at().plus(REPEATED))) {
                        return last;
                    }
                    messages.add(last.message());
                    return new Told(last.message(), last.dueAt(), last.readAt(), now);
                });
        return messages;
    }
}

package io.github.walnut.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Tickets that open one WebSocket each. They live in memory alone, for 30 seconds. */
public final class WsTickets {

    public static final Duration LIFE = Duration.ofSeconds(30);

    /** What a ticket stands for. */
    public record Grant(UUID sessionId, Role role) {}

    private record Ticket(Grant grant, Instant validUntil) {}

    private final Clock clock;
    private final Digests digests = new Digests();
    private final Map<String, Ticket> tickets = new HashMap<>();

    public WsTickets(Clock clock) {
        this.clock = clock;
    }

    public synchronized String issue(UUID sessionId, Role role) {
        Instant now = clock.instant();
        tickets.values().removeIf(ticket -> !now.isBefore(ticket.validUntil()));
        String word = digests.randomToken(32);
        tickets.put(word, new Ticket(new Grant(sessionId, role), now.plus(LIFE)));
        return word;
    }

    /** The session that asked for the ticket, with its role then; the ticket is used up. */
    public synchronized Optional<Grant> take(String word) {
        Ticket ticket = tickets.remove(word);
        return Optional.ofNullable(ticket)
                .filter(t -> clock.instant().isBefore(t.validUntil()))
                .map(Ticket::grant);
    }
}

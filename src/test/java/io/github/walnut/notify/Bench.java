package io.github.walnut.notify;

import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Severity;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** One channel's queue on a clock that is turned by hand, with a peer that does as it is told. */
final class Bench implements Clock {

    /** What arrived, and when. */
    record Arrived(Instant at, Letter letter) {}

    /** How the peer answers: null takes the message. */
    record Refusal(boolean repeat, Duration wish) {}

    static final Instant START = Instant.parse("2026-03-04T10:15:00Z");

    private Instant now = START;
    private long last;
    final List<Arrived> arrived = new ArrayList<>();
    final List<Arrived> attempts = new ArrayList<>();
    final ChannelQueue queue;
    final Templates templates = new Templates(Map.of(), ZoneOffset.UTC);
    Refusal refusal;
    int failing;
    int restored;

    Bench(UnaryOperator<Channel> rules) {
        queue =
                new ChannelQueue(
                        this,
                        this::id,
                        ZoneOffset.UTC,
                        rules.apply(Channel.usual("phone", "ntfy")),
                        templates);
    }

    UUID id() {
        return new UUID(7, ++last);
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public long monotonicMillis() {
        return now.toEpochMilli();
    }

    Letter letter(String name, String topic, Severity severity) {
        return new Letter(
                id(),
                "phone",
                null,
                null,
                name,
                topic,
                severity,
                name,
                name + " of " + topic,
                null,
                Map.of(),
                List.of(new Letter.Item(now, severity, name)),
                0,
                Letter.State.WAITING,
                0,
                now,
                now,
                null,
                null);
    }

    Letter tell(String name, String topic, Severity severity) {
        Letter letter = letter(name, topic, severity);
        queue.add(letter);
        work();
        return letter;
    }

    /** Sends what may go at this moment. */
    void work() {
        for (Optional<Letter> next = queue.next(); next.isPresent(); next = queue.next()) {
            attempts.add(new Arrived(now, next.get()));
            if (refusal == null) {
                arrived.add(new Arrived(now, next.get()));
                restored += queue.sent() ? 1 : 0;
            } else {
                failing += queue.vain(refusal.repeat(), refusal.wish(), "no") ? 1 : 0;
            }
        }
    }

    /** Lets time pass, with a look whenever the queue asks for one. */
    void pass(Duration span) {
        Instant end = now.plus(span);
        while (true) {
            Instant wake = queue.wakeAt();
            if (wake == null || wake.isAfter(end)) {
                now = end;
                work();
                return;
            }
            now = wake.isAfter(now) ? wake : now;
            work();
        }
    }

    List<Long> secondsOfAttempts() {
        return attempts.stream().map(a -> Duration.between(START, a.at()).toSeconds()).toList();
    }

    List<Long> seconds() {
        return arrived.stream().map(a -> Duration.between(START, a.at()).toSeconds()).toList();
    }

    Letter lastArrived() {
        return arrived.get(arrived.size() - 1).letter();
    }
}

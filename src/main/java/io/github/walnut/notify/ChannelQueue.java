package io.github.walnut.notify;

import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Ids;
import io.github.walnut.ups.Severity;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * What waits for one channel: which message goes next, and when. One message is under way at a
 * time. Not safe for several threads.
 */
public final class ChannelQueue {

    /** So many wait at most; beyond, the oldest of the mildest give way. */
    public static final int MOST = 1_000;

    /** So many vain attempts in a row make a channel failing. */
    static final int FAILING = 5;

    private static final Duration BETWEEN_ERRORS = Duration.ofSeconds(10);

    private final Clock clock;
    private final Ids ids;
    private final ZoneId zone;
    private final Map<UUID, Letter> waiting = new LinkedHashMap<>();
    private final Map<UUID, Letter> changed = new LinkedHashMap<>();
    private final Set<UUID> held = new HashSet<>();
    private final Set<UUID> quieted = new HashSet<>();
    private final Map<String, Letter.Item> ended = new LinkedHashMap<>();
    private final Pace pace = new Pace();
    private Channel rules;
    private DigestWriter writer;
    private Letter underWay;
    private Letter again;
    private int vain;
    private Instant lastAttempt = Instant.MIN;
    private Instant retryAt = Instant.MIN;
    private Instant notBefore = Instant.MIN;
    private Instant wakeAt;

    public ChannelQueue(Clock clock, Ids ids, ZoneId zone, Channel rules, DigestWriter writer) {
        this.clock = clock;
        this.ids = ids;
        this.zone = zone;
        this.rules = rules;
        this.writer = writer;
    }

    public void use(Channel newRules, DigestWriter newWriter) {
        rules = newRules;
        writer = newWriter;
    }

    public Channel rules() {
        return rules;
    }

    /** What an earlier process left: what it was about to send goes again, with the same id. */
    public void restore(List<Letter> letters) {
        for (Letter letter : letters) {
            waiting.put(letter.id(), letter);
            held.add(letter.id());
            if (letter.state() == Letter.State.SENDING && again == null) {
                again = letter;
            }
        }
    }

    /** Something more to tell. */
    public void add(Letter letter) {
        put(letter);
        while (waiting.size() > MOST) {
            waiting.values().stream()
                    .filter(each -> underWay == null || !each.id().equals(underWay.id()))
                    .min(Comparator.comparing(Letter::severity).thenComparing(Letter::createdAt))
                    .ifPresent(mildest -> close(mildest, Letter.State.DROPPED, "too many wait"));
        }
    }

    /** What waits alone under this name and topic and was never sent. */
    public Optional<Letter> unsent(String name, String topic) {
        return waiting.values().stream()
                .filter(each -> each.name().equals(name) && each.topic().equals(topic))
                .filter(each -> each.attempts() == 0)
                .findFirst();
    }

    /** One message takes the place of another that was never sent. */
    public void replace(Letter old, Letter with) {
        boolean wasHeld = held.contains(old.id());
        close(old, Letter.State.MERGED, null);
        put(with);
        if (wasHeld) {
            held.add(with.id());
        }
    }

    /** An outage is over: what quiet hours keep of it is told in one line. */
    public void ended(String topic, Letter.Item summary) {
        boolean kept =
                waiting.values().stream()
                        .anyMatch(
                                each -> each.topic().equals(topic) && quieted.contains(each.id()));
        if (kept) {
            ended.put(topic, summary);
        }
    }

    /** The message that goes now, if any; it is under way until its end is told. */
    public Optional<Letter> next() {
        Instant now = clock.now();
        pace.clockSetBack(now);
        expire(now);
        wakeAt = null;
        if (underWay != null || !rules.enabled()) {
            return Optional.empty();
        }
        List<Letter> ready = ready(now);
        if (ready.isEmpty() || later(backedOff(ready)) || later(pace.room(rules.ratePerMin()))) {
            return Optional.empty();
        }
        if (again != null && waiting.containsKey(again.id())) {
            return Optional.of(send(List.of(again), now));
        }
        if (vain > 0) {
            return Optional.of(send(ready, now));
        }
        return choose(ready, now).map(batch -> send(batch, now));
    }

    private Optional<List<Letter>> choose(List<Letter> ready, Instant now) {
        List<Letter> errors = only(ready, letter -> grave(letter));
        if (!errors.isEmpty() && !awaited(pace.error(), now)) {
            return Optional.of(errors);
        }
        List<Letter> others = only(ready, letter -> !grave(letter));
        if (others.isEmpty()) {
            return Optional.empty();
        }
        Instant usual = pace.usual(rules.maxPerHour(), now);
        if (awaited(usual, now)) {
            others.forEach(letter -> held.add(letter.id()));
            return Optional.empty();
        }
        for (Letter letter : others) {
            if (!awaited(pace.topic(letter.topic(), rules.minInterval()), now)) {
                String topic = letter.topic();
                boolean all = held.contains(letter.id());
                return Optional.of(
                        only(
                                others,
                                each ->
                                        each.topic().equals(topic)
                                                || all && held.contains(each.id())));
            }
        }
        return Optional.empty();
    }

    /** Quiet hours keep what is not grave enough. */
    private List<Letter> ready(Instant now) {
        Quiet quiet = rules.quiet();
        if (quiet == null || !quiet.at(now, zone)) {
            return List.copyOf(waiting.values());
        }
        List<Letter> ready = new ArrayList<>();
        for (Letter letter : waiting.values()) {
            if (letter.severity().atLeast(quiet.except())) {
                ready.add(letter);
            } else {
                held.add(letter.id());
                quieted.add(letter.id());
                wake(quiet.end(now, zone));
            }
        }
        return ready;
    }

    /**
     * After a vain attempt: a new message brings the next one forward, its peer's wish does not.
     */
    private Instant backedOff(List<Letter> ready) {
        if (vain == 0) {
            return notBefore;
        }
        Instant at = retryAt;
        for (Letter letter : ready) {
            if (letter.attempts() == 0 && letter.createdAt().isAfter(lastAttempt)) {
                Instant soon =
                        lastAttempt.plus(grave(letter) ? BETWEEN_ERRORS : rules.minInterval());
                at = soon.isBefore(at) ? soon : at;
            }
        }
        return at.isBefore(notBefore) ? notBefore : at;
    }

    private boolean later(Instant at) {
        Instant now = clock.now();
        if (!at.isAfter(now)) {
            return false;
        }
        waiting.keySet().forEach(held::add);
        wake(at);
        return true;
    }

    private boolean awaited(Instant at, Instant now) {
        if (!at.isAfter(now)) {
            return false;
        }
        wake(at);
        return true;
    }

    private void wake(Instant at) {
        wakeAt = wakeAt == null || at.isBefore(wakeAt) ? at : wakeAt;
    }

    private Letter send(List<Letter> batch, Instant now) {
        Set<String> topics = new HashSet<>();
        batch.forEach(letter -> topics.add(letter.topic()));
        Letter letter = batch.get(0);
        if (batch.size() > 1
                || ended.containsKey(letter.topic()) && quieted.contains(letter.id())) {
            letter = Digest.of(ids.next(), rules, batch, summaries(batch), writer);
            batch.forEach(each -> close(each, Letter.State.MERGED, null));
        }
        boolean gravely = grave(letter);
        topics.forEach(ended::remove);
        underWay = letter.attempted(now);
        put(underWay);
        lastAttempt = now;
        pace.sent(topics, gravely, now, rules.minInterval());
        return underWay;
    }

    private Map<String, Letter.Item> summaries(List<Letter> batch) {
        Map<String, Letter.Item> summaries = new LinkedHashMap<>(ended);
        batch.stream()
                .filter(letter -> !quieted.contains(letter.id()))
                .forEach(letter -> summaries.remove(letter.topic()));
        return summaries;
    }

    /** What is under way is told in other words, of the same matter. */
    public void reword(Letter letter) {
        if (underWay != null && underWay.id().equals(letter.id())) {
            underWay = letter;
            put(letter);
        }
    }

    /**
     * What is under way has arrived.
     *
     * @return whether the channel had been failing until now
     */
    public boolean sent() {
        boolean restored = vain >= FAILING;
        close(over(), Letter.State.SENT, null);
        vain = 0;
        return restored;
    }

    /**
     * What is under way has not arrived.
     *
     * @param repeat it may be tried again
     * @param wish how long the peer wants to be left alone, or null
     * @return whether the channel is failing from now on
     */
    public boolean vain(boolean repeat, Duration wish, String why) {
        Letter letter = over();
        vain++;
        Instant now = clock.now();
        retryAt = now.plus(Attempts.pause(vain, wish));
        notBefore = now.plus(Attempts.wish(wish));
        if (repeat) {
            held.add(letter.id());
            put(letter.again(retryAt, why));
        } else {
            close(letter, Letter.State.FAILED, why);
        }
        return vain == FAILING;
    }

    private Letter over() {
        Letter letter = underWay;
        underWay = null;
        again = null;
        return letter;
    }

    private void expire(Instant now) {
        for (Letter letter : List.copyOf(waiting.values())) {
            boolean mine = underWay != null && underWay.id().equals(letter.id());
            if (!mine && !letter.createdAt().plus(Attempts.LONGEST).isAfter(now)) {
                close(letter, Letter.State.EXPIRED, letter.error());
            }
        }
    }

    private void put(Letter letter) {
        waiting.put(letter.id(), letter);
        changed.put(letter.id(), letter);
    }

    private void close(Letter letter, Letter.State state, String why) {
        waiting.remove(letter.id());
        held.remove(letter.id());
        quieted.remove(letter.id());
        changed.put(letter.id(), letter.with(state, why, clock.now()));
    }

    /** Letters as they are now, each that changed since this was asked last. */
    public List<Letter> takeChanged() {
        List<Letter> taken = List.copyOf(changed.values());
        changed.clear();
        return taken;
    }

    /** When to ask for the next message, if nothing happens before; null for never. */
    public Instant wakeAt() {
        return wakeAt;
    }

    /** The last message did not arrive. */
    public boolean troubled() {
        return vain > 0;
    }

    public boolean failing() {
        return vain >= FAILING;
    }

    public int size() {
        return waiting.size();
    }

    /** When the oldest of all that waits to be told happened, or null. */
    public Instant oldest() {
        return waiting.values().stream()
                .map(letter -> letter.items().get(letter.items().size() - 1).at())
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private static boolean grave(Letter letter) {
        return letter.severity().atLeast(Severity.ERROR);
    }

    private static List<Letter> only(List<Letter> letters, Predicate<Letter> which) {
        return letters.stream().filter(which).toList();
    }
}

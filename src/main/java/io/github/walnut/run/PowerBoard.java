package io.github.walnut.run;

import io.github.walnut.policy.Trigger;
import io.github.walnut.ups.Metric;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What is known of every UPS, as far as runs depend on it. Not safe for several threads. */
public final class PowerBoard {

    private final Map<String, UpsFacts> latest = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Duration confirm;
    private final Instant begun;
    private Instant resumed;

    /**
     * @param confirm how long mains must have held before power counts as returned
     * @param begun when the program started: what was heard before is old
     */
    public PowerBoard(Duration confirm, Instant begun) {
        this.confirm = confirm;
        this.begun = begun;
    }

    /** It was heard since the program started, and still is. */
    boolean fresh(UpsFacts facts) {
        return facts.reachable()
                && !awaits(facts)
                && facts.lastGoodAt() != null
                && !facts.lastGoodAt().isBefore(begun);
    }

    /**
     * The process stood still until now: what is known of a UPS tells nothing before it is heard
     * again, or its silence has lasted long enough.
     */
    public void stoodStill(Instant until) {
        resumed = until;
    }

    /** Nothing may be judged by what is known of the UPS. */
    boolean awaits(UpsFacts facts) {
        return facts.awaitsPoll() || resumed != null && facts.updatedAt().isBefore(resumed);
    }

    /** Nothing may be judged by what is known of any of those that the run depends on. */
    boolean awaits(RunBook book) {
        return book.terms().power().watched(this).anyMatch(this::awaits)
                || of(book.run().upsId()).filter(this::awaits).isPresent();
    }

    /** True when runs may have to be judged anew. */
    public boolean put(UpsFacts facts) {
        UpsFacts before = latest.put(facts.upsId(), facts);
        return before == null
                || awaits(before) != awaits(facts)
                || before.reachable() != facts.reachable()
                || !before.states().equals(facts.states())
                || shrinks(before, facts);
    }

    /** On battery the plans of runs depend on how long it lasts. */
    private static boolean shrinks(UpsFacts before, UpsFacts now) {
        Double was = before.known() ? before.last().value(Metric.RUNTIME_SECONDS) : null;
        Double is = now.known() ? now.last().value(Metric.RUNTIME_SECONDS) : null;
        return now.holds(UpsState.OB) && is != null && (was == null || is < was);
    }

    public Optional<UpsFacts> of(String upsId) {
        return upsId == null ? Optional.empty() : Optional.ofNullable(latest.get(upsId));
    }

    /** Some UPS of an open outage is critical. */
    public boolean criticalOutage() {
        return latest.values().stream().anyMatch(ups -> ups.outageId() != null && critical(ups));
    }

    static boolean critical(UpsFacts ups) {
        return ups.has(UpsState.CRITICAL);
    }

    /** What it says that its battery lasts; empty when it does not say, or is not heard. */
    static Optional<Duration> runtime(UpsFacts ups) {
        return !ups.reachable() || ups.last() == null
                ? Optional.empty()
                : Optional.ofNullable(ups.last().value(Metric.RUNTIME_SECONDS))
                        .map(seconds -> Duration.ofMillis(Math.round(seconds * 1000)));
    }

    /** Those of this name, with or without its server. */
    Stream<UpsFacts> named(String name) {
        return latest.values().stream()
                .filter(facts -> Trigger.UpsScope.matches(name, facts.upsId()));
    }

    Collection<UpsFacts> all() {
        return List.copyOf(latest.values());
    }

    /**
     * When power will have returned to a UPS if mains hold, or had; empty while it is not on mains.
     * Silence changes nothing: a UPS that was last seen on mains still is.
     */
    Optional<Instant> returnedAt(UpsFacts facts) {
        return facts.holds(UpsState.OL) && !facts.holds(UpsState.OB)
                ? Optional.of(facts.states().get(UpsState.OL).since().plus(confirm))
                : Optional.empty();
    }
}

package io.github.walnut.run;

import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is known of every UPS, as far as runs depend on it. Not safe for several threads. */
public final class PowerBoard {

    private final Map<String, UpsFacts> latest = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Duration confirm;

    /**
     * @param confirm how long mains must have held before power counts as returned
     */
    public PowerBoard(Duration confirm) {
        this.confirm = confirm;
    }

    /** True when runs may have to be judged anew. */
    public boolean put(UpsFacts facts) {
        UpsFacts before = latest.put(facts.upsId(), facts);
        return before == null
                || before.reachable() != facts.reachable()
                || !before.states().equals(facts.states());
    }

    public Optional<UpsFacts> of(String upsId) {
        return upsId == null ? Optional.empty() : Optional.ofNullable(latest.get(upsId));
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

package io.github.walnut.dispatch;

import io.github.walnut.inventory.Target;
import io.github.walnut.run.SeenState;
import io.github.walnut.run.SeenStates;
import io.github.walnut.run.StatesBefore;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was seen of targets at the start of each outage. It answers from memory, and writes in the
 * background. Safe for several threads.
 */
public final class OutageStates implements StatesBefore {

    private static final Logger LOG = LoggerFactory.getLogger(OutageStates.class);

    /** States of so many outages are remembered. */
    private static final int OUTAGES = 32;

    private record Key(String hostId, String targetId) {}

    private final Map<UUID, Map<Key, SeenState>> seen = new LinkedHashMap<>();
    private final SeenStates stored;
    private final Executor background;

    /**
     * Knows at once what was seen before a restart.
     *
     * @param background runs one task after the other; they may block
     */
    public OutageStates(SeenStates stored, Executor background) {
        this.stored = stored;
        this.background = background;
        stored.recent().forEach(this::put);
    }

    @Override
    public synchronized Optional<String> of(UUID outageId, Target target) {
        return find(outageId, new Key(target.hostId(), target.id())).map(SeenState::state);
    }

    private Optional<SeenState> find(UUID outageId, Key key) {
        return Optional.ofNullable(seen.get(outageId)).map(states -> states.get(key));
    }

    @Override
    public void checked(UUID outageId, Target target, String state, Instant at) {
        if (outageId != null) {
            see(List.of(SeenState.of(outageId, target, state, SeenState.Source.PRECONDITION, at)));
        }
    }

    /**
     * What tells nothing is left out, and so is what comes after the check before the first stop.
     */
    synchronized void see(List<SeenState> states) {
        List<SeenState> news = states.stream().filter(SeenState::known).filter(this::put).toList();
        if (!news.isEmpty()) {
            background.execute(() -> save(news));
        }
    }

    private boolean put(SeenState state) {
        Key key = new Key(state.hostId(), state.targetId());
        boolean settled =
                find(state.outageId(), key)
                        .filter(
                                known ->
                                        known.source() == SeenState.Source.PRECONDITION
                                                || known.equals(state))
                        .isPresent();
        if (!settled) {
            seen.computeIfAbsent(state.outageId(), any -> new HashMap<>()).put(key, state);
            if (seen.size() > OUTAGES) {
                seen.remove(seen.keySet().iterator().next());
            }
        }
        return !settled;
    }

    private void save(List<SeenState> news) {
        try {
            stored.save(news);
        } catch (RuntimeException e) {
            LOG.warn(
                    "states of {} targets before the outage are only known until a restart: {}",
                    news.size(),
                    e.getMessage());
        }
    }
}

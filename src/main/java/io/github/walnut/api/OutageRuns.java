package io.github.walnut.api;

import io.github.walnut.run.Run;
import io.github.walnut.store.StoreUnavailableException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Ids of the runs of recent outages, newest first: an outage is told at every change of its
 * figures, and the store is asked for its runs once.
 */
final class OutageRuns {

    private static final int MOST = 64;

    private final Map<UUID, List<String>> known =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<UUID, List<String>> eldest) {
                    return size() > MOST;
                }
            };
    private volatile Function<UUID, List<UUID>> stored = outage -> List.of();

    /**
     * @param runs newest first
     */
    void from(Function<UUID, List<UUID>> runs) {
        stored = runs;
    }

    synchronized List<String> of(UUID outage) {
        List<String> runs = known.get(outage);
        if (runs == null) {
            try {
                runs = new ArrayList<>(stored.apply(outage).stream().map(UUID::toString).toList());
            } catch (StoreUnavailableException e) {
                return List.of(); // asked again at the next change
            }
            known.put(outage, runs);
        }
        return List.copyOf(runs);
    }

    /** A run stands in the store before it is told, so only what was read already lacks it. */
    synchronized void begun(Run run) {
        List<String> runs = run.outageId() == null ? null : known.get(run.outageId());
        String id = run.id().toString();
        if (runs != null && !runs.contains(id)) {
            runs.add(0, id);
        }
    }
}

package io.github.walnut.store;

import io.github.walnut.policy.TriggerMemory;
import java.util.List;

/**
 * Where state goes that keeps an order from being given twice or given up, while the store does not
 * take it: facts and outages, what triggers remember, holds, disarming, maintenance.
 */
interface ProtectiveState {

    /** Keeps nothing, so that every write has to reach the store. */
    ProtectiveState NONE =
            new ProtectiveState() {
                @Override
                public boolean keep(List<KeptRow> rows, List<TriggerMemory> triggers) {
                    return false;
                }

                @Override
                public List<KeptRow> rows(String table) {
                    return List.of();
                }

                @Override
                public List<TriggerMemory> triggers() {
                    return List.of();
                }
            };

    /** False when it is not kept: the store is not in trouble, or there is no room. */
    boolean keep(List<KeptRow> rows, List<TriggerMemory> triggers);

    /** Those that the store has still to take. */
    List<KeptRow> rows(String table);

    List<TriggerMemory> triggers();
}

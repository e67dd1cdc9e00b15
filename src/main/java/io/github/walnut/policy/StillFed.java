package io.github.walnut.policy;

import io.github.walnut.inventory.Feeds;
import io.github.walnut.policy.Trigger.UpsScope;
import java.util.List;

/** Which hosts of a match about feeds have power enough, so that nothing is done to them. */
public final class StillFed {

    private StillFed() {}

    /**
     * @param states of the triggers at the match
     * @param feeds of the host, or null when nobody declared them; then it counts as fed
     * @return false also for a match that is not about feeds
     */
    public static boolean is(Policy policy, List<TriggerState> states, Feeds feeds) {
        List<Integer> about =
                states.stream()
                        .map(TriggerState::index)
                        .distinct()
                        .filter(index -> policy.triggers().get(index).ups().feeds())
                        .toList();
        if (about.isEmpty()) {
            return false;
        }
        long met = about.stream().filter(index -> met(index, states, feeds)).count();
        return policy.logic() == Policy.Logic.ALL ? met < about.size() : met == 0;
    }

    private static boolean met(int index, List<TriggerState> states, Feeds feeds) {
        if (feeds == null) {
            return false;
        }
        long inside =
                feeds.sources().stream()
                        .filter(source -> states.stream().anyMatch(s -> met(index, source, s)))
                        .count();
        return feeds.sources().size() - inside < feeds.need();
    }

    private static boolean met(int index, String source, TriggerState state) {
        return state.index() == index
                && state.state() == Trigger.State.MET
                && UpsScope.matches(source, state.subject());
    }
}

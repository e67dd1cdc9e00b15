package io.github.walnut.run;

import io.github.walnut.policy.Policy;
import io.github.walnut.policy.Trigger;
import io.github.walnut.policy.Trigger.UpsScope;
import io.github.walnut.policy.TriggerGroup;
import io.github.walnut.policy.TriggerState;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsState;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * On whose power a run depends: on that of the UPSs that its triggers watched when it matched.
 *
 * @param all every need had to be met for the match, so the end of one of them ends it
 * @param needs empty for a run that no outage caused
 */
public record PowerBond(boolean all, List<Need> needs) {

    public static final PowerBond NONE = new PowerBond(false, List.of());

    /**
     * What one trigger asks of its UPSs.
     *
     * @param contact it was about lost contact, so mains count only while the UPS is heard
     */
    record Need(UpsScope scope, boolean contact) {

        /** When so few UPSs will be without mains that the trigger is unmet. */
        Optional<Instant> returnedAt(PowerBoard board) {
            List<UpsFacts> watched =
                    board.all().stream().filter(ups -> scope.includes(ups.upsId())).toList();
            long enough = watched.size() - scope.atLeast();
            return enough < 0
                    ? Optional.empty()
                    : watched.stream()
                            .flatMap(ups -> returnedAt(ups, board).stream())
                            .sorted()
                            .skip(enough)
                            .findFirst();
        }

        private Optional<Instant> returnedAt(UpsFacts ups, PowerBoard board) {
            return contact && ups.has(UpsState.COMM_LOST)
                    ? Optional.empty()
                    : board.returnedAt(ups);
        }
    }

    public PowerBond {
        needs = List.copyOf(needs);
    }

    /** The bond of a run with this policy; none when no outage was open or no UPS was asked. */
    public static PowerBond of(Policy policy, Run run) {
        if (run.kind() != Run.Kind.EVENT || run.outageId() == null || run.upsId() == null) {
            return NONE;
        }
        boolean all = policy.logic() == Policy.Logic.ALL;
        List<Need> needs =
                IntStream.range(0, policy.triggers().size())
                        .filter(index -> all || met(run, index))
                        .mapToObj(index -> need(policy, index, run.upsId()))
                        .flatMap(Optional::stream)
                        .toList();
        return new PowerBond(all, needs);
    }

    public boolean bound() {
        return !needs.isEmpty();
    }

    /**
     * When power has returned, or will have if nothing changes; empty while too much is on battery.
     */
    Optional<Instant> returnedAt(PowerBoard board) {
        List<Optional<Instant>> each = needs.stream().map(need -> need.returnedAt(board)).toList();
        Stream<Instant> known = each.stream().flatMap(Optional::stream);
        if (all) {
            return known.min(Comparator.naturalOrder());
        }
        return each.stream().allMatch(Optional::isPresent)
                ? known.max(Comparator.naturalOrder())
                : Optional.empty();
    }

    /** The UPSs that it depends on. */
    Stream<UpsFacts> watched(PowerBoard board) {
        Predicate<UpsFacts> asked =
                ups -> needs.stream().anyMatch(need -> need.scope().includes(ups.upsId()));
        return board.all().stream().filter(asked);
    }

    private static boolean met(Run run, int index) {
        return run.triggers().stream()
                .filter(trigger -> trigger.index() == index)
                .map(TriggerState::state)
                .anyMatch(Trigger.State.MET::equals);
    }

    private static Optional<Need> need(Policy policy, int index, String subject) {
        Trigger trigger = policy.triggers().get(index);
        if (!outage(trigger)) {
            return Optional.empty();
        }
        boolean joint =
                TriggerGroup.of(policy).stream()
                        .filter(group -> group.span() == TriggerGroup.Span.SEVERAL)
                        .anyMatch(group -> group.indexes().contains(index));
        UpsScope scope = trigger.ups();
        UpsScope watched =
                joint && !scope.feeds() ? scope : new UpsScope(List.of(subject), 1, false);
        return Optional.of(new Need(watched, state(trigger) == UpsState.COMM_LOST));
    }

    /** It asks a UPS, and for something else than mains. */
    private static boolean outage(Trigger trigger) {
        return trigger instanceof Trigger.Threshold
                || state(trigger) != null && state(trigger) != UpsState.OL;
    }

    private static UpsState state(Trigger trigger) {
        if (trigger instanceof Trigger.InState in) {
            return in.state();
        }
        if (trigger instanceof Trigger.Transition to) {
            return to.to() != null ? to.to() : to.from() == UpsState.OL ? UpsState.OB : UpsState.OL;
        }
        return null;
    }
}

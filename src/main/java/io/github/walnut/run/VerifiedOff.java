package io.github.walnut.run;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whether the targets that runs stop were all seen off, and not only told to go. */
public final class VerifiedOff {

    private static final Comparator<Step> BY_END =
            Comparator.comparing(Step::endedAt, Comparator.nullsLast(Comparator.naturalOrder()));

    private final Shutdowns shutdowns;

    public VerifiedOff(Verbs verbs) {
        this.shutdowns = new Shutdowns(verbs);
    }

    /**
     * @param runs of one policy in one outage
     * @return true when a live one has stopped something and nothing is left; what the policy
     *     leaves out on purpose is not waited for
     */
    public boolean of(Collection<Journal.Entry> runs) {
        List<Journal.Entry> real =
                runs.stream()
                        .filter(entry -> entry.run().mode() == Run.Mode.LIVE)
                        .filter(entry -> entry.run().kind() != Run.Kind.RECOVERY)
                        .toList();
        if (real.stream().anyMatch(entry -> !entry.run().state().terminal())) {
            return false;
        }
        Map<String, Step> latest =
                real.stream()
                        .flatMap(entry -> entry.steps().stream())
                        .filter(shutdowns::stops)
                        .filter(step -> !Reasons.EXCLUDED.equals(step.reason()))
                        .collect(
                                Collectors.toMap(
                                        step -> step.target().hostId() + "/" + step.target().id(),
                                        Function.identity(),
                                        (a, b) -> BY_END.compare(a, b) > 0 ? a : b));
        return !latest.isEmpty() && latest.values().stream().allMatch(VerifiedOff::off);
    }

    private static boolean off(Step step) {
        return switch (step.state()) {
            case CONFIRMED -> step.stateAfter() != null && Wanted.ended(step.stateAfter());
            case SKIPPED ->
                    Reasons.ALREADY.equals(step.reason())
                            && step.stateBefore() != null
                            && Wanted.ended(step.stateBefore());
            default -> false;
        };
    }
}

package io.github.walnut.run;

import io.github.walnut.inventory.Capability;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which unfinished runs take something away from a host, or are about to. */
public final class Shutdowns {

    private final Verbs verbs;

    public Shutdowns(Verbs verbs) {
        this.verbs = verbs;
    }

    /** It is real, unfinished, and stops something; a run without a plan yet may. */
    boolean is(RunBook book) {
        Run run = book.run();
        return run.mode() == Run.Mode.LIVE
                && run.kind() != Run.Kind.RECOVERY
                && !run.state().terminal()
                && (NewRun.planning(run) || book.steps().stream().anyMatch(this::stops));
    }

    /** The hosts for which it has, or had, orders. */
    Set<String> hosts(RunBook book) {
        return hosts(book.steps().stream());
    }

    /** The hosts for which it still has orders. */
    Set<String> hostsLeft(RunBook book) {
        return hosts(book.open().stream());
    }

    /** It has orders left for a host on which the other still starts something. */
    public boolean wantsHostOf(RunBook shutdown, RunBook recovery) {
        if (!is(shutdown)) {
            return false;
        }
        Set<String> wanted = hostsLeft(shutdown);
        return recovery.open().stream().anyMatch(step -> wanted.contains(step.target().hostId()));
    }

    private Set<String> hosts(Stream<Step> steps) {
        return steps.filter(this::stops)
                .map(step -> step.target().hostId())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    boolean stops(Step step) {
        Optional<Capability.Verb> verb = verbs.of(step);
        return verb.map(Capability.Verb::disruptive).orElse(false);
    }
}

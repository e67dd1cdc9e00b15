package io.github.walnut.dispatch;

import io.github.walnut.inventory.Inventory;
import io.github.walnut.run.Journal;
import io.github.walnut.run.Obligations;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunListener;
import io.github.walnut.run.RunTerms;
import io.github.walnut.ups.Clock;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What the dispatcher stands on.
 *
 * @param publishing runs the listeners, one task after the other in the order in which they came
 * @param terms of a resumed run, read from the policy document that it carries
 * @param stillMet whether the match of a run that has waited for its lock would still be made; it
 *     must not block
 * @param obligations belongs to the dispatcher from now on
 */
public record DispatchPorts(
        Inventory inventory,
        Journal journal,
        CallRunner calls,
        Clock clock,
        Scheduler scheduler,
        List<RunListener> listeners,
        Executor publishing,
        DispatchWatch watch,
        Function<Run, RunTerms> terms,
        Predicate<Run> stillMet,
        Obligations obligations) {

    public DispatchPorts {
        listeners = List.copyOf(listeners);
    }
}

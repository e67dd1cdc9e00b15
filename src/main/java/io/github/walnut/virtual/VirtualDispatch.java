package io.github.walnut.virtual;

import io.github.walnut.dispatch.DispatchPorts;
import io.github.walnut.dispatch.DispatchWatch;
import io.github.walnut.dispatch.Dispatcher;
import io.github.walnut.dispatch.PresentPolicies;
import io.github.walnut.dispatch.TargetReadings;
import io.github.walnut.inventory.Resolution;
import io.github.walnut.inventory.SelectorResolver;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.run.Alarm;
import io.github.walnut.run.Gate;
import io.github.walnut.run.Hold;
import io.github.walnut.run.HoldChange;
import io.github.walnut.run.Maintenance;
import io.github.walnut.run.NewRun;
import io.github.walnut.run.Obligations;
import io.github.walnut.run.Planner;
import io.github.walnut.run.Recovering;
import io.github.walnut.run.RecoveryPlan;
import io.github.walnut.run.Retries;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunListener;
import io.github.walnut.run.RunMachine;
import io.github.walnut.run.StatesBefore;
import io.github.walnut.run.Step;
import io.github.walnut.run.TargetResolver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** The dispatcher of a laboratory, put together as the program does it. */
final class VirtualDispatch {

    private VirtualDispatch() {}

    /**
     * @param more who hears of runs besides those whom the laboratory knows
     * @param stillMet whether the match of a run that waited would still be made
     */
    static Dispatcher of(Laboratory laboratory, List<RunListener> more, Predicate<Run> stillMet) {
        LaboratoryPlan plan = laboratory.plan();
        List<RunListener> listeners = new ArrayList<>(laboratory.listeners());
        listeners.addAll(more);
        VirtualTime time = laboratory.time();
        SelectorResolver selectors = new SelectorResolver(plan.inventory());
        AtomicInteger jitters = new AtomicInteger();
        Chance chance = new Chance(plan.seed());
        return new Dispatcher(
                new DispatchPorts(
                        plan.inventory(),
                        TargetReadings.atHand(time),
                        laboratory.store(),
                        laboratory.world(),
                        time,
                        time,
                        listeners,
                        task -> time.after(Duration.ZERO, task),
                        new Watch(laboratory.alarms()),
                        run -> policy(laboratory, run),
                        stillMet,
                        new Obligations(
                                plan.inventory(), StatesBefore.NOBODY_LOOKED, laboratory.ids()),
                        laboratory.hold(),
                        present(laboratory)),
                new NewRun(
                        new Planner(
                                plan.inventory(),
                                (action, stale) -> resolve(selectors, action, stale),
                                laboratory.ids()),
                        laboratory.ids()),
                new RecoveryPlan(plan.inventory(), laboratory.ids()),
                new RunMachine(
                        plan.inventory(),
                        new Retries(() -> chance.roll("jitter " + jitters.incrementAndGet())),
                        plan.settings().finalDelay()),
                plan.settings());
    }

    private static PresentPolicies present(Laboratory laboratory) {
        return new PresentPolicies() {
            @Override
            public Optional<StoredPolicy> find(UUID policyId) {
                return laboratory.store().policies().stream()
                        .filter(policy -> policy.id().equals(policyId))
                        .findFirst();
            }

            @Override
            public List<StoredPolicy> all() {
                return List.copyOf(laboratory.store().policies());
            }

            @Override
            public boolean armed() {
                return laboratory.plan().armed();
            }

            @Override
            public Maintenance maintenance() {
                return Maintenance.NONE;
            }
        };
    }

    private static Optional<Policy> policy(Laboratory laboratory, Run run) {
        return laboratory.store().policies().stream()
                .filter(policy -> policy.id().equals(run.policyId()))
                .map(StoredPolicy::policy)
                .findFirst();
    }

    private static TargetResolver.Resolution resolve(
            SelectorResolver selectors, Policy.Action action, boolean stale) {
        Resolution found =
                selectors.resolve(action.selector(), action.hostId(), action.targetType(), stale);
        return new TargetResolver.Resolution(
                found.targets(),
                stale || !found.unverified().isEmpty(),
                found.notes().stream().map(Resolution.Note::message).toList());
    }

    /** Writes down what people had to hear. */
    private record Watch(List<String> told) implements DispatchWatch {

        @Override
        public void raised(Alarm alarm, Run run, Step step) {
            told.add(alarm + " " + step.target().hostId() + "/" + step.target().id());
        }

        @Override
        public void planned(Run run, List<String> notes) {
            told.addAll(notes);
        }

        @Override
        public void held(HoldChange change, Hold hold, Run run) {
            told.add("hold " + change + (run == null ? " of all" : " of " + run.id()));
        }

        @Override
        public void recoveryStalled(Recovering what, List<Gate> shut) {
            told.add(
                    "RECOVERY_STALLED "
                            + shut.stream().map(gate -> gate.kind().word()).distinct().toList());
        }

        @Override
        public void journalDegraded(String why) {
            told.add("journal degraded: " + why);
        }

        @Override
        public void journalRestored() {
            told.add("journal restored");
        }

        @Override
        public void epochLost(String why) {
            told.add("epoch lost: " + why);
        }
    }
}

package io.github.walnut.app;

import io.github.walnut.config.SettingsInForce;
import io.github.walnut.config.StoredSetting;
import io.github.walnut.dispatch.DispatchPorts;
import io.github.walnut.dispatch.DispatchWatch;
import io.github.walnut.dispatch.Dispatcher;
import io.github.walnut.dispatch.HoldMemory;
import io.github.walnut.dispatch.NamedThreads;
import io.github.walnut.dispatch.OutageStates;
import io.github.walnut.dispatch.PooledCalls;
import io.github.walnut.dispatch.PresentPolicies;
import io.github.walnut.dispatch.Rehearsals;
import io.github.walnut.dispatch.Settings;
import io.github.walnut.dispatch.Snapshots;
import io.github.walnut.dispatch.TargetReadings;
import io.github.walnut.dispatch.TimerScheduler;
import io.github.walnut.inventory.Resolution;
import io.github.walnut.inventory.SelectorResolver;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.UpsMeanings;
import io.github.walnut.policy.json.PolicyDocuments;
import io.github.walnut.run.Drivers;
import io.github.walnut.run.Journal;
import io.github.walnut.run.Maintenance;
import io.github.walnut.run.NewRun;
import io.github.walnut.run.Obligations;
import io.github.walnut.run.Planner;
import io.github.walnut.run.RecoveryPlan;
import io.github.walnut.run.Retries;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunListener;
import io.github.walnut.run.RunMachine;
import io.github.walnut.run.SeenStates;
import io.github.walnut.run.TargetResolver;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Ids;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What makes runs happen: the dispatcher with its threads. */
final class RunRoom implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunRoom.class);
    private static final Duration REHEARSAL = Duration.ofSeconds(25);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    final Dispatcher dispatcher;
    final Rehearsals rehearsals;
    final Snapshots snapshots;
    private final TimerScheduler scheduler = new TimerScheduler();
    private final ExecutorService publishing =
            Executors.newSingleThreadExecutor(new NamedThreads("run-publishing"));
    private final ExecutorService looking =
            Executors.newSingleThreadExecutor(new NamedThreads("outage-states"));
    private final PooledCalls calls;

    RunRoom(
            SettingsInForce inForce,
            LiveInventory inventory,
            TargetReadings targets,
            Journal journal,
            Drivers drivers,
            List<RunListener> listeners,
            DispatchWatch watch,
            HoldMemory holds,
            SeenStates seen,
            Maintenance maintenance,
            PresentPolicies policies,
            BiFunction<UUID, Integer, UpsMeanings> upsMeanings,
            Predicate<Run> stillMet,
            Clock clock,
            Ids ids) {
        Settings settings =
                Settings.DEFAULT
                        .withMaxConcurrentActions(inForce.number(StoredSetting.MAX_CONCURRENT))
                        .withPauses(
                                inForce.duration(StoredSetting.FINAL_DELAY),
                                inForce.duration(StoredSetting.RETURN_CONFIRM));
        SelectorResolver selectors = new SelectorResolver(inventory);
        NewRun newRun =
                new NewRun(
                        new Planner(
                                inventory,
                                (action, stale) -> resolve(selectors, action, stale),
                                ids,
                                maintenance),
                        ids);
        rehearsals = new Rehearsals(newRun, inventory, targets, journal, drivers, clock, REHEARSAL);
        calls = new PooledCalls(drivers, scheduler);
        OutageStates states = new OutageStates(seen, looking);
        snapshots =
                new Snapshots(
                        new Snapshots.Ports(
                                inventory,
                                (action, stale) -> resolve(selectors, action, stale),
                                targets,
                                calls,
                                policies,
                                seen,
                                scheduler,
                                looking,
                                clock),
                        states);
        dispatcher =
                new Dispatcher(
                        new DispatchPorts(
                                inventory,
                                targets,
                                journal,
                                calls,
                                clock,
                                scheduler,
                                listeners,
                                publishing,
                                watch,
                                run -> policy(run, upsMeanings),
                                stillMet,
                                new Obligations(inventory, states, ids),
                                holds,
                                policies),
                        newRun,
                        new RecoveryPlan(inventory, ids),
                        new RunMachine(
                                inventory,
                                new Retries(() -> ThreadLocalRandom.current().nextDouble()),
                                settings.finalDelay(),
                                inForce.duration(StoredSetting.LOCK_TIMEOUT)),
                        settings);
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

    /** Of a run that is resumed, from the document with which it started. */
    private static Optional<Policy> policy(
            Run run, BiFunction<UUID, Integer, UpsMeanings> upsMeanings) {
        String mediaType =
                run.snapshot().stripLeading().startsWith("{")
                        ? "application/json"
                        : "application/yaml";
        UpsMeanings meanings =
                run.policyId() == null ? null : upsMeanings.apply(run.policyId(), run.versionInt());
        Policy read = new PolicyDocuments().read(run.snapshot(), mediaType).policy();
        return Optional.ofNullable(meanings == null ? read : meanings.in(read));
    }

    @Override
    public void close() {
        rehearsals.close();
        dispatcher.close();
        calls.close();
        scheduler.close();
        publishing.shutdown();
        looking.shutdown();
        try {
            if (!publishing.awaitTermination(LAST_WORDS.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("Not everybody was told of the last steps within {}", LAST_WORDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

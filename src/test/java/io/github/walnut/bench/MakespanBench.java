package io.github.walnut.bench;

import io.github.walnut.app.AuditOfRuns;
import io.github.walnut.dispatch.DispatchPorts;
import io.github.walnut.dispatch.Dispatcher;
import io.github.walnut.dispatch.PooledCalls;
import io.github.walnut.dispatch.PresentPolicies;
import io.github.walnut.dispatch.Settings;
import io.github.walnut.dispatch.TimerScheduler;
import io.github.walnut.run.DriverCall;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.Journal;
import io.github.walnut.run.NewRun;
import io.github.walnut.run.Obligations;
import io.github.walnut.run.Planner;
import io.github.walnut.run.RecoveryPlan;
import io.github.walnut.run.Retries;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunListener;
import io.github.walnut.run.RunMachine;
import io.github.walnut.run.StatesBefore;
import io.github.walnut.run.Step;
import io.github.walnut.store.AuditLog;
import io.github.walnut.store.Database;
import io.github.walnut.store.DatabaseConfig;
import io.github.walnut.store.EmergencyJournal;
import io.github.walnut.store.TriggerStates;
import io.github.walnut.store.WindowRepository;
import io.github.walnut.ups.Clock;
import io.github.walnut.virtual.ActionDraft;
import io.github.walnut.virtual.MemoryHold;
import io.github.walnut.virtual.PlayedOutage;
import io.github.walnut.virtual.Site;
import io.github.walnut.virtual.Station;
import io.github.walnut.virtual.VirtualWorld;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A run of many orders with the real journal and its audit rows: virtual machines spread over as
 * many hosts as orders may be in flight, each order answered after a second. The ideal is the
 * number of rounds times a second. Arguments: targets (1000), orders at once (100), runs one after
 * the other in this process (3), of which the first one is cold.
 */
public final class MakespanBench {

    private static final Duration CALL = Duration.ofSeconds(1);
    private static final Clock CLOCK =
            new Clock() {
                @Override
                public Instant now() {
                    return Instant.now();
                }

                @Override
                public long monotonicMillis() {
                    return System.nanoTime() / 1_000_000;
                }
            };

    private final int targets;
    private final int atOnce;
    private final Site site = new Site();
    private final VirtualWorld world = new VirtualWorld(CLOCK);
    private final AtomicLong journalNanos = new AtomicLong();
    private final AtomicLong writes = new AtomicLong();

    private MakespanBench(int targets, int atOnce) {
        this.targets = targets;
        this.atOnce = atOnce;
    }

    public static void main(String[] arguments) throws Exception {
        int targets = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000;
        int atOnce = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100;
        int runs = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3;
        boolean rehearsed = arguments.length < 4 || !arguments[3].equals("cold");
        for (int i = 0; i < runs; i++) {
            measure(targets, atOnce, rehearsed && i == 0);
        }
        System.exit(0); // the pool of calls keeps idle threads for a minute
    }

    private static void measure(int targets, int atOnce, boolean rehearsed) throws IOException {
        Path folder = Files.createTempDirectory("walnut-makespan");
        try {
            new MakespanBench(targets, atOnce).run(folder, rehearsed);
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private void run(Path folder, boolean rehearsed) {
        char[] key = "0123456789abcdef0123456789abcdef".toCharArray();
        DatabaseConfig config =
                DatabaseConfig.server(folder.resolve("walnut.db"), key, "bench")
                        .withKdfIterations(DatabaseConfig.LEAST_KDF_ITERATIONS);
        try (Database database = Database.open(config, CLOCK);
                EmergencyJournal journal =
                        new EmergencyJournal(
                                database, new TriggerStates(new WindowRepository(database)), key);
                TimerScheduler scheduler = new TimerScheduler();
                PooledCalls calls = new PooledCalls(this::slowly, scheduler)) {
            if (rehearsed) {
                long begun = System.nanoTime();
                journal.stored().rehearse(PlayedOutage.play());
                System.out.printf("rehearsed in %.2f s%n", (System.nanoTime() - begun) / 1e9);
            }
            ActionDraft[] actions =
                    IntStream.range(0, atOnce).mapToObj(this::host).toArray(ActionDraft[]::new);
            try (AuditOfRuns audit = new AuditOfRuns(new AuditLog(database, key));
                    Dispatcher dispatcher = dispatcher(timed(journal), audit, calls, scheduler)) {
                UUID id = dispatcher.start(site.live(actions));
                while (!dispatcher.active().isEmpty()) {
                    LockSupport.parkNanos(100_000_000);
                }
                tell(journal.find(id).orElseThrow());
            }
        }
    }

    private ActionDraft host(int number) {
        String host = "h" + number;
        site.add(host);
        for (int i = number; i < targets; i += atOnce) {
            site.vm(host, String.valueOf(i));
            world.put(host, "vm:" + i, "running").takes(CALL);
        }
        return ActionDraft.vm(host, host, "stop");
    }

    private DriverResult slowly(DriverCall call) {
        if (call.mode() == DriverCall.Mode.EXECUTE) {
            LockSupport.parkNanos(CALL.toNanos());
        }
        return world.call(call);
    }

    /** The same journal, with the time that its writes took. */
    private Journal timed(Journal journal) {
        return (Journal)
                Proxy.newProxyInstance(
                        Journal.class.getClassLoader(),
                        new Class<?>[] {Journal.class},
                        (proxy, method, arguments) -> {
                            long begun = System.nanoTime();
                            try {
                                return method.invoke(journal, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            } finally {
                                if (method.getReturnType() == void.class) {
                                    journalNanos.addAndGet(System.nanoTime() - begun);
                                    writes.incrementAndGet();
                                }
                            }
                        });
    }

    private Dispatcher dispatcher(
            Journal journal, RunListener audit, PooledCalls calls, TimerScheduler scheduler) {
        return new Dispatcher(
                new DispatchPorts(
                        site,
                        new Station(site).readings,
                        journal,
                        calls,
                        CLOCK,
                        scheduler,
                        List.of(audit),
                        Runnable::run,
                        new Station(site),
                        run -> Optional.empty(),
                        run -> true,
                        new Obligations(site, StatesBefore.NOBODY_LOOKED, site::nextId),
                        new MemoryHold(),
                        PresentPolicies.NONE),
                new NewRun(new Planner(site, site, site::nextId), site::nextId),
                new RecoveryPlan(site, site::nextId),
                new RunMachine(site, new Retries(() -> 0.5), Duration.ZERO),
                Settings.DEFAULT.withMaxConcurrentActions(atOnce));
    }

    private void tell(Journal.Entry entry) {
        Run run = entry.run();
        double ideal = Math.ceil((double) targets / atOnce) * CALL.toMillis() / 1000;
        Instant last =
                entry.steps().stream()
                        .map(Step::acceptedAt)
                        .max(Comparator.naturalOrder())
                        .orElseThrow();
        double calls = seconds(run.createdAt(), last);
        double whole = seconds(run.createdAt(), run.endedAt());
        System.out.printf(
                "%s: %d targets, %d at once, at most %d in flight%n",
                run.result(), targets, atOnce, world.mostOrders());
        System.out.printf(
                "until the last answer %.2f s, until the end %.2f s, ideal %.0f s: ratio %.3f and %.3f%n",
                calls, whole, ideal, calls / ideal, whole / ideal);
        System.out.printf(
                "journal: %d writes, %.2f s in all, %.2f ms each, %.0f %% of the time%n",
                writes.get(),
                journalNanos.get() / 1e9,
                journalNanos.get() / 1e6 / writes.get(),
                100 * journalNanos.get() / 1e9 / whole);
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }
}

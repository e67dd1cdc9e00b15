package io.github.walnut.app;

import com.sun.management.UnixOperatingSystemMXBean;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.ConfigurationReader;
import io.github.walnut.config.Setting;
import io.github.walnut.integration.Catalogue;
import io.github.walnut.integration.TypeRegistry;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.json.PolicyDocuments;
import io.github.walnut.road.EventRecorder;
import io.github.walnut.road.SampleRound;
import io.github.walnut.run.Maintenance;
import io.github.walnut.store.DatabaseConfig;
import io.github.walnut.store.JitteryUps;
import io.github.walnut.store.RetentionSweep;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.PollResult;
import io.github.walnut.ups.Sample;
import io.github.walnut.ups.UpsUpdate;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Hours of UPSs that are polled each five seconds, under a clock that is turned: detection, 20
 * policies that listen, events, facts, outages, samples, roll-ups and the sweep are the real ones,
 * on a real database. Every twenty minutes one of the UPSs is on battery for half a minute.
 */
final class SimulatedDay implements AutoCloseable {

    private static final int POLL_SECONDS = 5;
    private static final int OUTAGE_EVERY = 1_200;
    private static final int OUTAGE_SECONDS = 30;
    private static final int POLICIES = 20;

    private static final String POLICY =
            """
            version: '2.0'
            name: Stop %d
            trigger: {type: ups.state, equals: LB, for: 10s}
            actions: [{host_id: h1, capability: power.control, verb: shutdown}]
            """;

    private final TurnedClock clock = new TurnedClock();
    private final SampleRound round = new SampleRound();
    private final List<JitteryUps> upss;
    private final StoreRoom store;
    private final CoreRoom core;
    private final EventRecorder recorder;
    private final RetentionSweep sweep;

    private static final class TurnedClock implements Clock {
        private Instant now = Instant.parse("2026-05-02T08:00:00Z");

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public long monotonicMillis() {
            return now.toEpochMilli();
        }
    }

    /**
     * What is in use after an hour.
     *
     * @param heap bytes, after a collection
     * @param file bytes of the database
     */
    record Mark(int hour, long heap, int threads, long descriptors, long file) {}

    SimulatedDay(Path folder, int count) throws IOException {
        Configuration configuration =
                new ConfigurationReader(
                                Map.of(
                                        "WALNUT_DB_KEY",
                                        "canary-Tr0ub4dor&3-and-a-second-sentence",
                                        "WALNUT_CONFIG_DIR",
                                        folder.toString(),
                                        "WALNUT_DATA_DIR",
                                        Files.createDirectories(folder.resolve("data")).toString(),
                                        "WALNUT_DB_KDF_ITER",
                                        "64000"),
                                new Properties(),
                                warning -> {})
                        .read(Map.of(Setting.ENV, "dev"));
        upss =
                IntStream.range(0, count)
                        .mapToObj(n -> new JitteryUps("rack" + n + "@lab", n))
                        .toList();
        store = new StoreRoom(configuration, DatabaseConfig.Mode.SERVER, clock);
        TypeRegistry types =
                TypeRegistry.load(
                        Files.createDirectories(folder.resolve("kamelets")), Catalogue.load());
        core =
                new CoreRoom(
                        store,
                        new LiveInventory(store.hosts, store.inventory, types),
                        () -> true,
                        Maintenance.NONE,
                        (policy, due) -> {},
                        clock,
                        new TimeOrderedIds());
        core.restore(store, clock);
        IntStream.range(0, POLICIES).forEach(n -> core.matching.put(policy(n)));
        recorder = new EventRecorder(store.events::record, store.eventSpill, clock);
        sweep = store.sweep(() -> false);
    }

    private StoredPolicy policy(int number) {
        String document = POLICY.formatted(number);
        PolicyReading reading = new PolicyDocuments().read(document, "application/yaml");
        return new StoredPolicy(
                new UUID(0, number),
                reading.policy(),
                document,
                "application/yaml",
                StoredPolicy.Status.ENABLED,
                true,
                reading.behaviourHash(),
                reading.hash(),
                reading.behaviourHash(),
                1,
                List.of(),
                clock.now(),
                "test",
                clock.now(),
                "test");
    }

    /**
     * @param each told after each hour
     */
    List<Mark> pass(int hours, Consumer<Mark> each) {
        List<Mark> marks = new ArrayList<>();
        for (int hour = 1; hour <= hours; hour++) {
            for (int second = 0; second < 3_600; second++) {
                second(second);
            }
            sweep.sweep();
            marks.add(mark(hour));
            each.accept(marks.get(hour - 1));
        }
        return marks;
    }

    private void second(int second) {
        clock.now = clock.now.plusSeconds(1);
        if (second % POLL_SECONDS == 0) {
            for (int n = 0; n < upss.size(); n++) {
                boolean out =
                        second % OUTAGE_EVERY < OUTAGE_SECONDS
                                && second / OUTAGE_EVERY % upss.size() == n;
                core.fleet.on(poll(upss.get(n), out)).forEach(this::road);
            }
            store.samples.insert(round.take());
        }
        core.fleet.tick().forEach(this::road);
        core.matching.tick();
        store.samples.pack();
    }

    private PollResult poll(JitteryUps ups, boolean out) {
        Sample sample = ups.poll(clock.now);
        Map<String, String> variables = new HashMap<>(sample.variables());
        if (out) {
            variables.put("ups.status", "OB DISCHRG");
        }
        return new PollResult.Good(sample.upsId(), clock.now, Sample.Poll.FULL, variables);
    }

    private void road(UpsUpdate update) {
        recorder.record(update);
        core.matching.match(update);
        round.add(update);
    }

    private Mark mark(int hour) {
        System.gc();
        UnixOperatingSystemMXBean system =
                (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Mark(
                hour,
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                system.getOpenFileDescriptorCount(),
                store.database.file().toFile().length());
    }

    /** Bytes an hour, by the line that is nearest to all marks. */
    static double slope(List<Mark> marks) {
        double hours = marks.stream().mapToInt(Mark::hour).average().orElseThrow();
        double bytes = marks.stream().mapToLong(Mark::heap).average().orElseThrow();
        double up = 0;
        double across = 0;
        for (Mark mark : marks) {
            up += (mark.hour() - hours) * (mark.heap() - bytes);
            across += (mark.hour() - hours) * (mark.hour() - hours);
        }
        return up / across;
    }

    @Override
    public void close() throws IOException {
        recorder.close();
        store.close();
    }
}

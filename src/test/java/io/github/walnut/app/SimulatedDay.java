package io.github.walnut.app;

import com.sun.management.UnixOperatingSystemMXBean;
import io.github.walnut.integration.Catalogue;
import io.github.walnut.integration.TypeRegistry;
import io.github.walnut.policy.EnabledPolicy;
import io.github.walnut.road.EventRecorder;
import io.github.walnut.road.SampleRound;
import io.github.walnut.run.Maintenance;
import io.github.walnut.store.DatabaseConfig;
import io.github.walnut.store.JitteryUps;
import io.github.walnut.store.RetentionSweep;
import io.github.walnut.ups.PollResult;
import io.github.walnut.ups.Sample;
import io.github.walnut.ups.UpsUpdate;
import io.github.walnut.virtual.VirtualTime;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    private final VirtualTime clock = new VirtualTime();
    private final SampleRound round = new SampleRound();
    private final List<JitteryUps> upss;
    private final StoreRoom store;
    private final CoreRoom core;
    private final EventRecorder recorder;
    private final RetentionSweep sweep;

    /**
     * What is in use after an hour.
     *
     * @param heap bytes, after a collection
     * @param file bytes of the database
     */
    record Mark(int hour, long heap, int threads, long descriptors, long file) {}

    SimulatedDay(Path folder, int count) throws IOException {
        upss =
                IntStream.range(0, count)
                        .mapToObj(n -> new JitteryUps("rack" + n + "@lab", n))
                        .toList();
        store = new StoreRoom(DevConfiguration.in(folder), DatabaseConfig.Mode.SERVER, clock);
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
        IntStream.range(0, POLICIES)
                .forEach(
                        n ->
                                core.matching.put(
                                        EnabledPolicy.of(n, POLICY.formatted(n), clock.now())));
        recorder =
                new EventRecorder(
                        store.events::record, store.events::keep, store.eventSpill, clock);
        sweep = store.sweep(() -> false);
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
        clock.pass(Duration.ofSeconds(1));
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
        Sample sample = ups.poll(clock.now());
        Map<String, String> variables = new HashMap<>(sample.variables());
        if (out) {
            variables.put("ups.status", "OB DISCHRG");
        }
        return new PollResult.Good(sample.upsId(), clock.now(), Sample.Poll.FULL, variables);
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

package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.road.SampleRound;
import io.github.walnut.ups.Metric;
import io.github.walnut.ups.Sample;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.NotifyBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The routes of the store, as they are delivered, on a real database. */
class StoreRoutesTest {

    @TempDir Path folder;

    /** A store that does not take the first round. */
    public static final class AwayAtFirst {
        private final SampleStore samples;
        private boolean back;

        AwayAtFirst(SampleStore samples) {
            this.samples = samples;
        }

        public void insert(List<Sample> round) {
            if (!back) {
                back = true;
                throw new StoreUnavailableException("it is away", null);
            }
            samples.insert(round);
        }

        public void pack() {
            samples.pack();
        }
    }

    private static void load(CamelContext camel, String file) throws Exception {
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(ResourceHelper.resolveResource(camel, "file:routes/" + file));
    }

    @Test
    @Requirement("OPS-92")
    void a_round_of_samples_reaches_the_store_as_soon_as_that_takes_it() throws Exception {
        try (Database database = Stores.open(folder);
                CamelContext camel = new DefaultCamelContext()) {
            SampleStore samples = new SampleStore(database);
            camel.getRegistry().bind("sampleStore", new AwayAtFirst(samples));
            var sample = Samples.at(TestClock.START, "OL", Map.of(Metric.BATTERY_PERCENT, 99.0));
            SampleRound round = new SampleRound();
            round.putBack(List.of(sample));
            camel.getRegistry().bind("sampleRound", round);
            load(camel, "sample-store.camel.yaml");
            camel.start();
            await().atMost(TestLimits.WAIT)
                    .untilAsserted(() -> assertThat(samples.latest(Samples.UPS)).contains(sample));
        }
    }

    @Test
    @Requirement("NUT-81")
    void the_sweep_runs_by_its_timer() throws Exception {
        try (Database database = Stores.open(folder);
                CamelContext camel = new DefaultCamelContext()) {
            SampleStore samples = new SampleStore(database);
            samples.insert(
                    List.of(Samples.at(TestClock.START.minusSeconds(90_000), "OL", Map.of())));
            camel.getRegistry().bind("retentionSweep", sweep(database, samples));
            load(camel, "retention-sweep.camel.yaml");
            AdviceWith.adviceWith(
                    camel,
                    "retention-sweep",
                    route -> route.replaceFromWith("timer:once?repeatCount=1&delay=0"));
            NotifyBuilder done = new NotifyBuilder(camel).whenDone(1).create();
            camel.start();
            assertThat(done.matches(TestLimits.WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(samples.latest()).isEmpty();
        }
    }

    private static RetentionSweep sweep(Database database, SampleStore samples) {
        OutageRepository outages = new OutageRepository(database);
        EventStore events =
                new EventStore(database, new FactsRepository(database), outages, samples);
        return new RetentionSweep(
                database,
                new RetentionSweep.Tables(
                        samples,
                        new RollupStore(database),
                        events,
                        outages,
                        new DecisionLog(database),
                        Stores.journal(database),
                        new SessionRepository(database),
                        new AuditLog(database, Stores.KEY.toCharArray()),
                        new JobRepository(database),
                        new HostHealth(database),
                        new TokenRepository(database),
                        new ThrottleRepository(database),
                        new OutboxRepository(database)),
                () -> RetentionSweep.Periods.DEFAULT,
                () -> false);
    }
}

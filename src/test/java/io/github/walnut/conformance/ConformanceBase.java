package io.github.walnut.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.github.walnut.DeviceAdapter;
import io.github.walnut.Requirement;
import io.github.walnut.component.device.Egress;
import io.github.walnut.integration.Catalogue;
import io.github.walnut.integration.DriverContext;
import io.github.walnut.integration.HostConfigs;
import io.github.walnut.integration.IntegrationType;
import io.github.walnut.integration.KameletDrivers;
import io.github.walnut.integration.PackageReader;
import io.github.walnut.integration.TypeRegistry;
import io.github.walnut.ups.Clock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Holds one type against the conformance kit, with the same cases as {@code walnut test driver}: a
 * subclass names the type and starts a peer for it.
 */
public abstract class ConformanceBase {

    private static final long SHORT = 500;

    /** A machine that builds has other things to do as well. */
    private static final long PATIENT = 4_000;

    /**
     * A peer that has been started.
     *
     * @param config of the connection, without defaults
     */
    public record Peer(Map<String, Object> config, Map<String, String> secrets) {}

    /** The folder of the type. */
    protected abstract Path folder();

    protected abstract Peer peer();

    /** How many writes the peer has seen. */
    protected abstract long writes();

    @TestFactory
    @Requirement("INT-58")
    Stream<DynamicTest> every_case_holds() throws Exception {
        return verdicts().stream()
                .map(
                        verdict ->
                                DynamicTest.dynamicTest(
                                        verdict.id() + " " + verdict.name(), () -> hold(verdict)));
    }

    private static void hold(Verdict verdict) {
        if (verdict.outcome() == Verdict.Outcome.SKIPPED) {
            abort(verdict.reason());
        }
        assertThat(verdict.failed()).as(verdict.toString()).isFalse();
    }

    /** All cases of the type with this peer. */
    protected final List<Verdict> verdicts() throws Exception {
        Catalogue catalogue = Catalogue.load();
        List<Verdict> verdicts =
                new ArrayList<>(StaticCases.of(folder(), new PackageReader(catalogue)));
        TypeRegistry types = TypeRegistry.only(folder(), catalogue);
        IntegrationType type = types.entries().iterator().next().type();
        HostConfigs.Checked config =
                new HostConfigs(types)
                        .check(type.id(), peer().config(), peer().secrets(), Set.of());
        assertThat(config.errors()).isEmpty();
        PeerSecrets secrets = new PeerSecrets();
        ExecutorService threads = Executors.newCachedThreadPool();
        try (DriverContext context =
                DriverContext.start(types, Map.of("egress", Egress.only(List.of("127.0.0.0/8"))))) {
            KameletDrivers drivers =
                    new KameletDrivers(
                            types, context, new DeviceAdapter(), secrets, threads, wallClock());
            verdicts.addAll(
                    new PeerCases(
                                    type,
                                    drivers,
                                    secrets,
                                    config.config(),
                                    peer().secrets(),
                                    this::writes,
                                    List::of)
                            .play(SHORT, PATIENT));
        } finally {
            threads.shutdownNow();
        }
        return verdicts;
    }

    private static Clock wallClock() {
        return new Clock() {
            @Override
            public Instant now() {
                return Instant.now();
            }

            @Override
            public long monotonicMillis() {
                return System.nanoTime() / 1_000_000;
            }
        };
    }
}

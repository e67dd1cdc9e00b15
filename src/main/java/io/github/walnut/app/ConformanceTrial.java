package io.github.walnut.app;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.walnut.DeviceAdapter;
import io.github.walnut.cli.Checks;
import io.github.walnut.cli.CliException;
import io.github.walnut.component.device.Egress;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.Setting;
import io.github.walnut.conformance.PeerCases;
import io.github.walnut.conformance.PeerSecrets;
import io.github.walnut.conformance.StaticCases;
import io.github.walnut.conformance.Verdict;
import io.github.walnut.dispatch.NamedThreads;
import io.github.walnut.integration.Catalogue;
import io.github.walnut.integration.DriverContext;
import io.github.walnut.integration.HostConfigs;
import io.github.walnut.integration.IntegrationType;
import io.github.walnut.integration.KameletDrivers;
import io.github.walnut.integration.PackageException;
import io.github.walnut.integration.PackageReader;
import io.github.walnut.integration.TypeRegistry;
import io.github.walnut.ups.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;

/** Plays the cases of the conformance kit with one type, beside whatever server runs here. */
final class ConformanceTrial {

    private static final int THREADS = 8;

    /** The kit's own bad peers listen there, and people try types against peers of their own. */
    private static final List<String> LOOPBACK = List.of("127.0.0.0/8", "::1/128");

    /** Networks that stay open when loopback is named; metadata services are never reached. */
    private static final List<String> EVERYWHERE = List.of("0.0.0.0/0", "::/0");

    private final ObjectMapper json = new ObjectMapper();
    private final Configuration configuration;
    private final Clock clock;

    ConformanceTrial(Configuration configuration, Clock clock) {
        this.configuration = configuration;
        this.clock = clock;
    }

    /**
     * @param peer null for the cases without one
     */
    List<Verdict> of(Path folder, Checks.Peer peer) throws IOException {
        Catalogue catalogue = Catalogue.load();
        List<Verdict> verdicts =
                new ArrayList<>(StaticCases.of(folder, new PackageReader(catalogue)));
        if (peer == null || verdicts.stream().anyMatch(Verdict::failed)) {
            return verdicts;
        }
        try {
            verdicts.addAll(played(TypeRegistry.only(folder, catalogue), peer));
        } catch (PackageException changed) {
            throw new CliException(
                    CliException.FAILED, "The type changed while it was read: " + changed, changed);
        }
        return verdicts;
    }

    private List<Verdict> played(TypeRegistry types, Checks.Peer peer) {
        IntegrationType type = types.entries().iterator().next().type();
        Map<String, String> secrets =
                json.convertValue(peer.secrets(), new TypeReference<Map<String, String>>() {});
        Map<String, Object> config = config(types, type, peer, secrets);
        RecentLines log = RecentLines.shared();
        PeerSecrets opened = new PeerSecrets();
        ExecutorService threads = NamedThreads.pool(THREADS, "conformance");
        try (DriverContext context = DriverContext.start(types, Map.of("egress", egress()))) {
            KameletDrivers drivers =
                    new KameletDrivers(types, context, new DeviceAdapter(), opened, threads, clock);
            return new PeerCases(type, drivers, opened, config, secrets, () -> 0, log::lines)
                    .play();
        } catch (CliException e) {
            throw e;
        } catch (Exception e) {
            throw new CliException(
                    CliException.FAILED, "The kamelets cannot be started: " + e.getMessage(), e);
        } finally {
            threads.shutdownNow();
        }
    }

    private Map<String, Object> config(
            TypeRegistry types,
            IntegrationType type,
            Checks.Peer peer,
            Map<String, String> secrets) {
        Map<String, Object> given = new LinkedHashMap<>(new PeerAddress(peer.url()).fields(type));
        given.putAll(json.convertValue(peer.config(), new TypeReference<Map<String, Object>>() {}));
        HostConfigs.Checked checked =
                new HostConfigs(types).check(type.id(), given, secrets, Set.of());
        if (!checked.errors().isEmpty()) {
            throw new CliException(
                    CliException.USAGE,
                    checked.errors().stream()
                                    .map(error -> error.pointer() + " " + error.message())
                                    .collect(Collectors.joining("; ", "The connection: ", "."))
                            + " Give fields by --set KEY=VALUE and --secret KEY=@FILE");
        }
        return checked.config();
    }

    private Egress egress() {
        List<String> allowed = new ArrayList<>(LOOPBACK);
        List<String> said = configuration.texts(Setting.EGRESS_ALLOW);
        allowed.addAll(said.isEmpty() ? EVERYWHERE : said);
        return Egress.only(allowed);
    }
}

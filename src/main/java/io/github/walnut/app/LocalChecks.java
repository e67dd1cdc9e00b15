package io.github.walnut.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.api.NutServers;
import io.github.walnut.cli.Checks;
import io.github.walnut.cli.CliException;
import io.github.walnut.config.Configuration;
import io.github.walnut.conformance.Verdict;
import io.github.walnut.publish.Json;
import io.github.walnut.security.SecretFilter;
import io.github.walnut.store.FileReason;
import io.github.walnut.store.NutServer;
import io.github.walnut.store.StoreException;
import io.github.walnut.ups.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;

/** Looks at peers and at the disk of this machine, beside whatever server runs there. */
final class LocalChecks implements Checks {

    private static final String MANIFEST = "plugin.yaml";

    private final Clock clock;
    private final Json json = new Json();

    LocalChecks(Clock clock) {
        this.clock = clock;
    }

    @Override
    public JsonNode nut(NutTarget target) {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.start();
            String password = target.password() == null ? null : new String(target.password());
            SecretFilter filter = new SecretFilter();
            return answer(
                    new NutTester(camel, filter).test(server(target), password, true), filter);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private NutServer server(NutTarget target) {
        Duration any = Duration.ofSeconds(5);
        return new NutServer(
                "tried",
                target.host(),
                target.port(),
                target.username(),
                null,
                target.tls(),
                null,
                null,
                any,
                any,
                any,
                true,
                0,
                clock.now(),
                clock.now());
    }

    private ObjectNode answer(NutServers.Tried tried, SecretFilter filter) {
        ObjectNode node = json.object();
        node.put("ok", tried.ok());
        node.set("steps", json.tree(tried.steps()));
        node.put("latency_ms", tried.latencyMillis());
        node.put("message", filter.mask(tried.message()));
        node.put("server_version", tried.serverVersion());
        node.put("protocol", tried.protocol());
        node.put("tls", tried.tls());
        node.put("credentials", tried.credentials());
        node.set("ups", json.tree(tried.ups()));
        return node;
    }

    @Override
    public JsonNode database(Configuration configuration, int samples) {
        try {
            return json.array(new DatabaseTrial(configuration, clock).rows(samples), this::row);
        } catch (StoreException e) {
            throw new CliException(e.exitCode(), e.getMessage(), e);
        } catch (IOException e) {
            throw new CliException(
                    CliException.FAILED, "The trial cannot be made: " + FileReason.of(e), e);
        }
    }

    @Override
    public JsonNode conformance(Configuration configuration, Path folder, Peer peer) {
        try {
            return json.array(
                    new ConformanceTrial(configuration, clock).of(folder, peer), this::row);
        } catch (IOException e) {
            throw new CliException(CliException.FAILED, folder + " cannot be read: " + e, e);
        }
    }

    private ObjectNode row(Verdict verdict) {
        return json.object()
                .put("case", verdict.id())
                .put("name", verdict.name())
                .put("verdict", verdict.outcome().word())
                .put("reason", verdict.reason());
    }

    private ObjectNode row(DatabaseTrial.Row row) {
        return json.object()
                .put("what", row.what())
                .put("count", row.count())
                .put("per_second", row.perSecond())
                .put("p50_ms", row.p50Ms())
                .put("p99_ms", row.p99Ms());
    }

    /** Types of the program come first: an upload cannot take their ids. */
    private static List<Path> folders(Configuration configuration) {
        Path program = DriverRoom.program(configuration);
        Path uploaded = DriverRoom.uploaded(configuration);
        return Files.isDirectory(uploaded) ? List.of(program, uploaded) : List.of(program);
    }

    @Override
    public Path typeFolder(Configuration configuration, String type) {
        for (Path all : folders(configuration)) {
            Path folder = all.resolve(type).normalize();
            if (all.normalize().equals(folder.getParent())
                    && Files.isRegularFile(folder.resolve(MANIFEST))) {
                return folder;
            }
        }
        throw new CliException(
                CliException.USAGE,
                "TYPE|FOLDER: expected a folder or one of "
                        + String.join(
                                ", ",
                                typeFolders(configuration).stream()
                                        .map(each -> each.getFileName().toString())
                                        .toList())
                        + ", got '"
                        + type
                        + "'");
    }

    @Override
    public List<Path> typeFolders(Configuration configuration) {
        List<Path> found = new ArrayList<>();
        for (Path all : folders(configuration)) {
            try (Stream<Path> folders = Files.list(all)) {
                folders.filter(each -> Files.isRegularFile(each.resolve(MANIFEST)))
                        .sorted()
                        .forEach(found::add);
            } catch (IOException e) {
                throw new CliException(
                        CliException.FAILED, "The integration types cannot be read: " + e, e);
            }
        }
        return found;
    }
}

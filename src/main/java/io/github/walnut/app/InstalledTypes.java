package io.github.walnut.app;

import io.github.walnut.api.LiveFeed;
import io.github.walnut.api.Problem;
import io.github.walnut.api.ProblemCode;
import io.github.walnut.api.TypePackages;
import io.github.walnut.integration.InputError;
import io.github.walnut.integration.PackageException;
import io.github.walnut.integration.PackageReader;
import io.github.walnut.integration.TypeDesk;
import io.github.walnut.integration.TypeRegistry;
import io.github.walnut.inventory.Host;
import io.github.walnut.policy.Finding;
import io.github.walnut.run.Job;
import io.github.walnut.run.JobLine;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Severity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The integration types in their folders: looked at, added, replaced and removed. */
final class InstalledTypes implements TypePackages {

    private static final Logger LOG = LoggerFactory.getLogger(InstalledTypes.class);
    private static final String KAMELET = ".kamelet.yaml";

    private final TypeRegistry types;
    private final TypeDesk desk;
    private final LiveInventory inventory;
    private final HostStates states;
    private final JobDesk jobs;
    private final LiveFeed live;
    private final Runnable started;
    private final Clock clock;
    private final PackageReader reader;

    InstalledTypes(
            DriverRoom drivers,
            LiveInventory inventory,
            HostStates states,
            JobDesk jobs,
            LiveFeed live,
            Runnable started,
            Clock clock) {
        this.started = started;
        this.types = drivers.types;
        this.reader = types.reader();
        this.desk = drivers.desk;
        this.inventory = inventory;
        this.states = states;
        this.jobs = jobs;
        this.live = live;
        this.clock = clock;
    }

    @Override
    public Optional<Contents> contents(String typeId) {
        return types.entry(typeId)
                .filter(entry -> Files.isDirectory(entry.folder()))
                .map(entry -> read(entry.folder()));
    }

    private static Contents read(Path type) {
        Map<String, String> kamelets = new TreeMap<>();
        try (Stream<Path> files = Files.list(type)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(KAMELET)) {
                    kamelets.put(
                            name.substring(0, name.length() - KAMELET.length()),
                            Files.readString(file));
                }
            }
            return new Contents(Files.readString(type.resolve("plugin.yaml")), kamelets);
        } catch (IOException e) {
            throw new UncheckedIOException("type " + type.getFileName() + " cannot be read", e);
        }
    }

    @Override
    public List<Finding> check(String typeId) {
        Path folder = types.entry(typeId).orElseThrow().folder();
        try {
            reader.read(folder);
            return List.of();
        } catch (PackageException refused) {
            return findings(refused.errors());
        } catch (IOException e) {
            throw new UncheckedIOException("type " + typeId + " cannot be read", e);
        }
    }

    private static List<Finding> findings(List<InputError> errors) {
        return errors.stream()
                .map(
                        error ->
                                new Finding(
                                        Severity.ERROR,
                                        "package",
                                        error.pointer(),
                                        error.code(),
                                        error.message(),
                                        null))
                .toList();
    }

    @Override
    public Installed upload(String fileName, byte[] content, boolean replace) {
        List<JobLine> log = new ArrayList<>();
        return upload(
                fileName,
                content,
                replace,
                log,
                (phase, percent, message) ->
                        log.add(line(log, phase, Severity.INFO, message, percent)));
    }

    private JobLine line(
            List<JobLine> log, String phase, Severity level, String message, int percent) {
        return new JobLine(log.size() + 1, clock.now(), phase, level, message, percent);
    }

    private Installed upload(
            String fileName,
            byte[] content,
            boolean replace,
            List<JobLine> log,
            TypeDesk.Progress progress) {
        try {
            TypeDesk.Installed made = desk.install(fileName, content, replace, progress);
            String id = made.type().id();
            LOG.info(
                    "Integration type {} {} is {}",
                    id,
                    made.type().manifest().version(),
                    made.replaced() ? "replaced" : "installed");
            usable(List.of(id));
            return new Installed(id, made.type().manifest().version(), made.sha256(), log);
        } catch (PackageException refused) {
            throw problem(refused, log);
        } catch (IOException e) {
            throw new UncheckedIOException("the package could not be installed", e);
        }
    }

    private Problem problem(PackageException refused, List<JobLine> log) {
        Problem problem =
                new Problem(
                                ProblemCode.valueOf(refused.code().toUpperCase(Locale.ROOT)),
                                refused.errors().get(0).message())
                        .withErrors(findings(refused.errors()));
        refused.details().forEach(problem::with);
        return log.isEmpty()
                ? problem
                : problem.with(
                        "logs",
                        log.stream()
                                .map(
                                        line ->
                                                Map.of(
                                                        "at", line.at(),
                                                        "phase", line.phase(),
                                                        "level", line.level().word(),
                                                        "message", line.message()))
                                .toList());
    }

    @Override
    public Job uploading(String fileName, byte[] content, boolean replace, String actor) {
        return jobs.start(
                Job.Kind.UPLOAD,
                actor,
                job -> {
                    Installed made =
                            upload(
                                    fileName,
                                    content,
                                    replace,
                                    List.of(),
                                    (phase, percent, message) -> {
                                        job.progress(percent / 100.0);
                                        job.info(phase, message);
                                    });
                    return Map.of(
                            "type_id", made.typeId(),
                            "version", made.version(),
                            "sha256", made.sha256());
                });
    }

    @Override
    public Job rescan(String actor) {
        return jobs.start(
                Job.Kind.UPLOAD,
                actor,
                job -> {
                    TypeDesk.Rescan found = desk.rescan();
                    started.run();
                    found.added().forEach(id -> job.info("added", id));
                    found.changed().forEach(id -> job.info("changed", id));
                    found.gone().forEach(id -> job.warn("gone", id));
                    List<String> present = new ArrayList<>(found.added());
                    present.addAll(found.changed());
                    usable(present);
                    found.gone().forEach(this::unusable);
                    return Map.of(
                            "added", found.added(),
                            "changed", found.changed(),
                            "gone", found.gone());
                });
    }

    @Override
    public void delete(String typeId, boolean force) {
        TypeRegistry.Entry entry = types.entry(typeId).orElseThrow();
        if (entry.builtIn()) {
            throw new Problem(ProblemCode.CONFLICT, typeId + " is a type of the program and stays");
        }
        List<String> hosts = hosts(typeId).map(Host::id).toList();
        if (!hosts.isEmpty() && !force) {
            throw new Problem(
                            ProblemCode.TYPE_IN_USE,
                            "It is the type of " + String.join(", ", hosts))
                    .with("host_ids", hosts);
        }
        try {
            desk.remove(typeId);
        } catch (IOException e) {
            throw new UncheckedIOException("type " + typeId + " could not be removed", e);
        }
        unusable(typeId);
    }

    private Stream<Host> hosts(String typeId) {
        return inventory.hosts().stream().filter(host -> host.typeId().equals(typeId));
    }

    /** Their hosts are looked at anew; what they offer may be another. */
    private void usable(List<String> typeIds) {
        for (String id : typeIds) {
            hosts(id)
                    .filter(host -> host.state() == Host.State.TYPE_UNAVAILABLE)
                    .forEach(host -> states.set(host.id(), Host.State.UNKNOWN, null));
        }
        inventory.reload();
        typeIds.forEach(
                id -> types.entry(id).ifPresent(entry -> live.typeUpdated(id, entry.status())));
    }

    private void unusable(String typeId) {
        hosts(typeId)
                .forEach(
                        host ->
                                states.set(
                                        host.id(),
                                        Host.State.TYPE_UNAVAILABLE,
                                        "the type " + typeId + " is not installed"));
        inventory.reload();
        live.typeRemoved(typeId);
    }
}

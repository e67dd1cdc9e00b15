package io.github.walnut.dispatch;

import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.PolicyTargets;
import io.github.walnut.run.DriverCall;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.Drivers;
import io.github.walnut.run.ErrorClass;
import io.github.walnut.run.HostReading;
import io.github.walnut.run.Journal;
import io.github.walnut.run.NewRun;
import io.github.walnut.run.PlanBasis;
import io.github.walnut.run.Rehearsal;
import io.github.walnut.run.RunRequest;
import io.github.walnut.run.Step;
import io.github.walnut.ups.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Rehearses policies for callers that wait: targets are read, drivers asked with dry run alone, all
 * hosts at the same time and the targets of one after the other, and the record is journaled.
 */
public final class Rehearsals implements AutoCloseable {

    /** After one of these the other targets of the host would only tell the same again. */
    private static final Set<ErrorClass> OF_THE_WHOLE_HOST =
            Set.of(
                    ErrorClass.UNREACHABLE,
                    ErrorClass.TIMEOUT,
                    ErrorClass.UNAUTHENTICATED,
                    ErrorClass.UNTRUSTED);

    private static final Duration CALL = Duration.ofSeconds(10);
    private static final Duration READING = Duration.ofSeconds(62);

    private final ExecutorService threads =
            Executors.newCachedThreadPool(new NamedThreads("rehearsal"));
    private final NewRun newRun;
    private final Inventory inventory;
    private final TargetReadings targets;
    private final Journal journal;
    private final Drivers drivers;
    private final Clock clock;
    private final Duration patience;
    private final HostTroubles hosts;

    /**
     * @param patience how long the drivers have in all; what is not answered then is an error
     */
    public Rehearsals(
            NewRun newRun,
            Inventory inventory,
            TargetReadings targets,
            Journal journal,
            Drivers drivers,
            Clock clock,
            Duration patience) {
        this.newRun = newRun;
        this.inventory = inventory;
        this.targets = targets;
        this.journal = journal;
        this.drivers = drivers;
        this.clock = clock;
        this.patience = patience;
        this.hosts = new HostTroubles(inventory, drivers, threads);
    }

    /**
     * Returns when every row is there and in the journal.
     *
     * @param refresh false takes the targets as they are known
     */
    public Journal.Entry rehearse(RunRequest request, boolean refresh) {
        Policy policy = request.policy().policy();
        Map<String, CompletableFuture<DriverResult>> asked =
                hosts.ask(acted(policy), String.valueOf(request.correlationId()));
        List<HostReading> read = new CopyOnWriteArrayList<>();
        PlanBasis basis = basis(newRun.needs(policy), refresh, read);
        Rehearsal rehearsal =
                Rehearsal.of(
                        newRun,
                        inventory,
                        request,
                        basis,
                        hosts.of(asked, read),
                        journal.epoch(),
                        clock.now());
        Map<UUID, DriverResult> answers = ask(rehearsal.open(), request, patience);
        answers.forEach((step, result) -> rehearsal.answered(step, result, clock.now()));
        Journal.Entry entry = rehearsal.close(clock.now());
        journal.create(entry.run(), entry.steps());
        return entry;
    }

    /**
     * Asks about one target of each action, as the targets are known, without any record.
     *
     * @return why the driver could never carry the action out, by its id; one that does not answer
     *     in time says nothing
     */
    public Map<String, String> misfits(RunRequest request, Duration limit) {
        PlanBasis known = PlanBasis.complete(List.of());
        Rehearsal rehearsal =
                Rehearsal.of(newRun, inventory, request, known, journal.epoch(), clock.now());
        Map<String, Step> samples = new LinkedHashMap<>();
        rehearsal.open().forEach(step -> samples.putIfAbsent(step.actionId(), step));
        ask(List.copyOf(samples.values()), request, limit)
                .forEach((step, result) -> rehearsal.answered(step, result, clock.now()));
        return rehearsal.misfits();
    }

    private Set<String> acted(Policy policy) {
        return policy.actions().stream()
                .filter(Policy.Action::enabled)
                .map(Policy.Action::hostId)
                .filter(host -> !PolicyTargets.excluded(inventory, policy, host))
                .collect(Collectors.toSet());
    }

    /**
     * @param read takes the readings of hosts that can be asked for such targets and were not read
     *     a moment ago
     */
    private PlanBasis basis(
            Map<String, Set<String>> needs, boolean refresh, List<HostReading> read) {
        List<CompletableFuture<HostReading>> all = new ArrayList<>();
        needs.forEach(
                (host, types) ->
                        all.add(
                                targets.fresh(host, types)
                                        .map(CompletableFuture::completedFuture)
                                        .orElseGet(
                                                () ->
                                                        reading(host, types, refresh)
                                                                .whenComplete(
                                                                        (one, failed) ->
                                                                                read.add(one)))));
        return PlanBasis.complete(all.stream().map(CompletableFuture::join).toList());
    }

    private CompletableFuture<HostReading> reading(
            String host, Set<String> types, boolean refresh) {
        Instant known = oldest(host, types);
        HostReading stale = new HostReading(host, false, known, true);
        if (!refresh) {
            return CompletableFuture.completedFuture(stale);
        }
        CompletableFuture<HostReading> heard = new CompletableFuture<>();
        targets.read(host, types, heard::complete);
        return heard.completeOnTimeout(stale, READING.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Instant oldest(String host, Set<String> types) {
        return types.stream()
                .flatMap(type -> inventory.readAt(host, type).stream())
                .min(Instant::compareTo)
                .orElse(null);
    }

    private Map<UUID, DriverResult> ask(List<Step> steps, RunRequest request, Duration limit) {
        Map<String, List<Step>> byHost = new LinkedHashMap<>();
        steps.forEach(
                step ->
                        byHost.computeIfAbsent(step.target().hostId(), id -> new ArrayList<>())
                                .add(step));
        Map<UUID, DriverResult> answers = new ConcurrentHashMap<>();
        Instant end = clock.now().plus(limit);
        CompletableFuture<?>[] hosts =
                byHost.values().stream()
                        .map(
                                each ->
                                        CompletableFuture.runAsync(
                                                () -> ask(each, request, end, answers), threads))
                        .toArray(CompletableFuture[]::new);
        await(CompletableFuture.allOf(hosts), limit);
        Map<UUID, DriverResult> all = new LinkedHashMap<>();
        for (Step step : steps) {
            DriverResult answer = answers.get(step.id());
            all.put(step.id(), answer == null ? late(step, request) : answer);
        }
        return all;
    }

    private static void await(CompletableFuture<Void> all, Duration limit) {
        try {
            all.get(limit.plusSeconds(1).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            // what is not answered by now is told as such
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("a driver failed in a rehearsal", e.getCause());
        }
    }

    private void ask(
            List<Step> steps, RunRequest request, Instant end, Map<UUID, DriverResult> answers) {
        DriverResult trouble = null;
        for (Step step : steps) {
            Duration left = Duration.between(clock.now(), end);
            if (left.isNegative() || left.isZero()) {
                return;
            }
            DriverCall call = call(step, request, left);
            DriverResult result =
                    trouble == null
                            ? drivers.call(call)
                            : Calls.failed(
                                    call,
                                    trouble.error().errorClass(),
                                    trouble.error().message(),
                                    false);
            answers.put(step.id(), result);
            boolean ofHost =
                    !result.ok() && OF_THE_WHOLE_HOST.contains(result.error().errorClass());
            trouble = ofHost ? result : trouble;
        }
    }

    private DriverResult late(Step step, RunRequest request) {
        return Calls.failed(
                call(step, request, CALL),
                ErrorClass.TIMEOUT,
                "The driver of "
                        + step.target().hostId()
                        + " did not come to "
                        + step.target().id()
                        + " within "
                        + patience.toSeconds()
                        + " s",
                false);
    }

    private DriverCall call(Step step, RunRequest request, Duration left) {
        Host host = inventory.host(step.target().hostId()).orElseThrow();
        return new DriverCall(
                DriverCall.Mode.DRY_RUN,
                host,
                step.target(),
                step.capability(),
                step.verb(),
                step.params(),
                Map.of(),
                null,
                step.idempotencyKey(),
                String.valueOf(request.correlationId()),
                1,
                (left.compareTo(CALL) < 0 ? left : CALL).toMillis());
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}

package io.github.walnut.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.run.DriverCall;
import io.github.walnut.run.Drivers;
import io.github.walnut.run.NewRun;
import io.github.walnut.run.Obligations;
import io.github.walnut.run.Planner;
import io.github.walnut.run.RecoveryPlan;
import io.github.walnut.run.Retries;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunMachine;
import io.github.walnut.run.RunState;
import io.github.walnut.run.StatesBefore;
import io.github.walnut.run.StepState;
import io.github.walnut.ups.Clock;
import io.github.walnut.virtual.ActionDraft;
import io.github.walnut.virtual.JsonJournal;
import io.github.walnut.virtual.MemoryHold;
import io.github.walnut.virtual.Site;
import io.github.walnut.virtual.Station;
import io.github.walnut.virtual.VirtualWorld;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;

/** On real threads, a real clock and a journal in a file. */
class DispatcherThreadsTest {

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

    @TempDir Path folder;

    private final Site site = new Site();
    private final VirtualWorld world = new VirtualWorld(CLOCK);
    private final TimerScheduler scheduler = new TimerScheduler();
    private PooledCalls calls;

    @AfterEach
    void end() {
        scheduler.close();
        calls.close();
    }

    @Test
    @Requirement("EXE-72")
    void what_is_logged_of_a_run_carries_its_id_and_its_correlation() {
        site.add("pve");
        site.vm("pve", "web");
        world.put("pve", "vm:web", "running").takes(Duration.ofMillis(300));
        Queue<Map<String, String>> logged = new ConcurrentLinkedQueue<>();
        JsonJournal journal = new JsonJournal(folder.resolve("journal"));
        Drivers listening =
                call -> {
                    logged.add(MDC.getCopyOfContextMap());
                    return world.call(call);
                };
        try (Dispatcher dispatcher = dispatcher(journal, listening)) {
            UUID id = dispatcher.start(site.live(ActionDraft.vm("a", "pve", "stop")));

            await().atMost(TestLimits.WAIT)
                    .until(() -> journal.find(id).orElseThrow().run().state() == RunState.DONE);
            Run run = journal.find(id).orElseThrow().run();
            assertThat(logged)
                    .isNotEmpty()
                    .containsOnly(
                            Map.of(
                                    "run_id",
                                    id.toString(),
                                    "correlation_id",
                                    String.valueOf(run.correlationId()),
                                    "policy",
                                    run.policyId().toString(),
                                    "ups",
                                    run.upsId(),
                                    "host",
                                    "pve"));
        }
        assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
    }

    @Test
    @Requirement({"EXE-30", "EXE-34", "EXE-42"})
    void twenty_machines_on_four_hosts_go_off() {
        ActionDraft[] actions = new ActionDraft[4];
        for (int h = 0; h < 4; h++) {
            site.add("h" + h);
            for (int i = 0; i < 5; i++) {
                site.vm("h" + h, String.valueOf(i));
                world.put("h" + h, "vm:" + i, "running").takes(Duration.ofMillis(300));
            }
            actions[h] = ActionDraft.vm("a" + h, "h" + h, "stop");
        }
        JsonJournal journal = new JsonJournal(folder.resolve("journal"));
        try (Dispatcher dispatcher = dispatcher(journal, world)) {
            UUID id = dispatcher.start(site.live(actions));

            await().atMost(TestLimits.WAIT)
                    .until(() -> journal.find(id).orElseThrow().run().state() == RunState.DONE);
            assertThat(journal.reopened().find(id).orElseThrow().run().result())
                    .isEqualTo("succeeded");
            assertThat(world.deeds()).hasSize(20);
            assertThat(world.mostOrdersOnOneHost()).isEqualTo(1);
        }
    }

    @Test
    void closing_lets_a_call_end_and_leaves_the_rest_to_the_next_start() {
        site.add("pve").vm("pve", "1").vm("pve", "2");
        world.put("pve", "vm:1", "running");
        world.put("pve", "vm:2", "running");
        CountDownLatch sent = new CountDownLatch(1);
        CountDownLatch mayAnswer = new CountDownLatch(1);
        JsonJournal journal = new JsonJournal(folder.resolve("journal"));
        Dispatcher dispatcher = dispatcher(journal, slow(sent, mayAnswer));
        UUID id = dispatcher.start(site.live(ActionDraft.vm("a", "pve", "stop")));
        await().atMost(TestLimits.WAIT).until(() -> sent.getCount() == 0);

        Thread closing = new Thread(dispatcher::close);
        closing.start();
        await().atMost(TestLimits.WAIT).until(dispatcher::closing);
        mayAnswer.countDown();
        await().atMost(TestLimits.WAIT).until(() -> !closing.isAlive());

        assertThat(journal.reopened().find(id).orElseThrow().steps())
                .extracting(step -> step.state())
                .containsExactly(StepState.ACCEPTED, StepState.PLANNED);
        assertThatThrownBy(() -> dispatcher.start(site.live(ActionDraft.vm("a", "pve", "stop"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closing");
    }

    @Test
    @Requirement("INT-45")
    void a_driver_that_throws_is_an_answer_in_doubt() {
        site.add("pve").vm("pve", "1");
        JsonJournal journal = new JsonJournal();
        Drivers broken =
                call -> {
                    throw new IllegalStateException("no such endpoint");
                };
        try (Dispatcher dispatcher = dispatcher(journal, broken)) {
            UUID id = dispatcher.start(site.live(ActionDraft.vm("a", "pve", "stop")));

            await().atMost(TestLimits.WAIT)
                    .until(() -> journal.find(id).orElseThrow().run().state() == RunState.DONE);
            assertThat(journal.find(id).orElseThrow().steps().get(0).reason())
                    .isEqualTo("internal");
        }
    }

    @Test
    @Requirement("EXE-42")
    void the_question_before_the_next_order_is_asked_while_the_last_answer_is_being_written() {
        site.add("pve").vm("pve", "1").vm("pve", "2");
        world.put("pve", "vm:1", "running");
        world.put("pve", "vm:2", "running");
        JsonJournal journal = new JsonJournal();
        CountDownLatch answered = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(2);
        journal.fault(
                (number, committed) -> {
                    if (answered.getCount() == 0 && !committed) {
                        waitFor(asked);
                    }
                });
        Drivers drivers =
                call -> {
                    if (call.mode() == DriverCall.Mode.PROBE) {
                        asked.countDown();
                    } else if (call.mode() == DriverCall.Mode.EXECUTE && answered.getCount() > 0) {
                        await().atMost(TestLimits.WAIT)
                                .until(() -> journal.all().size() == 1 && firstSent(journal));
                        answered.countDown();
                    }
                    return world.call(call);
                };
        try (Dispatcher dispatcher = dispatcher(journal, drivers)) {
            UUID id = dispatcher.start(site.live(ActionDraft.vm("a", "pve", "stop")));

            await().atMost(TestLimits.WAIT)
                    .until(() -> journal.find(id).orElseThrow().run().state() == RunState.DONE);
            assertThat(journal.find(id).orElseThrow().run().result()).isEqualTo("succeeded");
        }
    }

    private static boolean firstSent(JsonJournal journal) {
        UUID run = journal.all().get(0).id();
        return journal.find(run).orElseThrow().steps().get(0).sentAt() != null;
    }

    /** A latch that nobody opens makes the write fail, and with it the test. */
    private static void waitFor(CountDownLatch latch) {
        try {
            if (!latch.await(TestLimits.WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("nothing was asked during the write");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private Drivers slow(CountDownLatch sent, CountDownLatch mayAnswer) {
        return call -> {
            if (call.mode() == DriverCall.Mode.EXECUTE) {
                sent.countDown();
                try {
                    mayAnswer.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("interrupted", e);
                }
            }
            return world.call(call);
        };
    }

    private Dispatcher dispatcher(JsonJournal journal, Drivers drivers) {
        calls = new PooledCalls(drivers, scheduler);
        return new Dispatcher(
                new DispatchPorts(
                        site,
                        new Station(site).readings,
                        journal,
                        calls,
                        CLOCK,
                        scheduler,
                        List.of(),
                        Runnable::run,
                        new Station(site),
                        run -> Optional.empty(),
                        run -> true,
                        new Obligations(site, StatesBefore.NOBODY_LOOKED, site::nextId),
                        new MemoryHold(),
                        PresentPolicies.NONE),
                new NewRun(new Planner(site, site, site::nextId), site::nextId),
                new RecoveryPlan(site, site::nextId),
                new RunMachine(site, new Retries(Math::random), Duration.ZERO),
                Settings.DEFAULT);
    }
}

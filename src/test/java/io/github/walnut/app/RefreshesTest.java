package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.api.InventoryRefresh.Failure;
import io.github.walnut.integration.Catalogue;
import io.github.walnut.integration.TypeRegistry;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.HostContact;
import io.github.walnut.inventory.Marks;
import io.github.walnut.inventory.Target;
import io.github.walnut.policy.EnabledPolicy;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.json.PolicyDocuments;
import io.github.walnut.run.DriverCall;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.ErrorClass;
import io.github.walnut.run.HostReading;
import io.github.walnut.store.DatabaseConfig;
import io.github.walnut.store.LockedStore;
import io.github.walnut.store.StoreUnavailableException;
import io.github.walnut.ups.Clock;
import io.github.walnut.virtual.Answers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readings of a host that is slow, fails, or is asked by several at once; the store is real. */
class RefreshesTest {

    private static final String KEY = "canary-Tr0ub4dor&3-and-a-second-sentence";
    private static final Set<String> VM = Set.of("vm");
    private static final Duration LIMIT = TestLimits.WAIT;

    @TempDir Path folder;

    private final List<DriverCall> calls = new CopyOnWriteArrayList<>();
    private final List<HostReading> heard = new CopyOnWriteArrayList<>();
    private final CountDownLatch answer = new CountDownLatch(1);
    private volatile boolean slow;
    private volatile boolean broken;
    private volatile String status = "running";
    private volatile Instant now = Instant.parse("2026-05-02T08:00:00Z");
    private StoreRoom store;
    private LiveInventory inventory;
    private Refreshes refreshes;

    @BeforeEach
    void open() throws Exception {
        Clock clock = new MovedClock();
        store = new StoreRoom(DevConfiguration.in(folder), DatabaseConfig.Mode.SERVER, clock);
        TypeRegistry types = TypeRegistry.load(Path.of("kamelets"), Catalogue.load());
        store.hosts.create(host(), Map.of(), store.hostSecrets);
        inventory = new LiveInventory(store.hosts, store.inventory, types);
        inventory.reload();
        refreshes =
                new Refreshes(
                        inventory,
                        new InventoryReading(
                                inventory,
                                types,
                                this::answered,
                                store.inventory,
                                clock,
                                new TimeOrderedIds()),
                        clock);
    }

    @AfterEach
    void close() {
        answer.countDown();
        refreshes.close();
        store.close();
    }

    private final class MovedClock implements Clock {
        @Override
        public Instant now() {
            return now;
        }

        @Override
        public long monotonicMillis() {
            return now.toEpochMilli();
        }
    }

    private static Host host() {
        return new Host(
                "lab",
                0,
                "lab",
                "walnut.virtual",
                Map.of(),
                Map.of(),
                true,
                Host.State.CONNECTED,
                null,
                false);
    }

    private DriverResult answered(DriverCall call) {
        inventory.contacted(call.host().id(), new HostContact(now, true, 5L));
        calls.add(call);
        if (slow) {
            waitForAnswer();
        }
        if (broken) {
            return Answers.failed(call, ErrorClass.UNREACHABLE, false);
        }
        return Answers.listing(
                call,
                List.of(Map.of("type", "vm", "external_id", "1", "name", "web", "status", status)));
    }

    private void waitForAnswer() {
        try {
            assertThat(answer.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @Requirement("EXE-20")
    void a_reading_is_as_good_as_a_new_one_for_a_minute() {
        assertThat(refreshes.fresh("lab", VM)).isEmpty();
        refreshes.refresh("lab", null, false);
        now = now.plusSeconds(60);
        assertThat(refreshes.fresh("lab", VM))
                .hasValueSatisfying(r -> assertThat(r.stale()).isFalse());
        now = now.plusSeconds(1);
        assertThat(refreshes.fresh("lab", VM)).isEmpty();
    }

    @Test
    @Requirement("INT-28")
    void those_who_ask_at_the_same_time_share_one_reading() {
        slow = true;
        refreshes.read("lab", VM, heard::add);
        refreshes.read("lab", VM, heard::add);
        refreshes.begin("lab", false);
        answer.countDown();
        await().atMost(LIMIT).until(() -> heard.size() == 2);

        assertThat(calls).hasSize(1);
        assertThat(heard).allMatch(reading -> reading.refreshed() && !reading.stale());
        assertThat(inventory.targets("lab", "vm")).extracting(Target::name).containsExactly("web");
    }

    private String shown() {
        return inventory.targets("lab", "vm").get(0).status();
    }

    @Test
    @Requirement("INT-28")
    void a_confirmed_order_shows_at_once_and_a_later_reading_wins() {
        refreshes.refresh("lab", null, false);
        now = now.plusSeconds(30);
        inventory.confirmed("lab", "vm:1", "stopped", now);
        assertThat(shown()).isEqualTo("stopped");
        assertThat(inventory.targets("lab", "vm").get(0).active()).isFalse();

        broken = true;
        now = now.plusSeconds(5);
        refreshes.refresh("lab", null, false);
        inventory.reload();
        assertThat(shown()).as("after a reading that failed").isEqualTo("stopped");

        broken = false;
        refreshes.refresh("lab", null, false);
        assertThat(shown()).isEqualTo("running");
    }

    @Test
    @Requirement("INT-28")
    void a_reading_that_began_before_a_confirmation_does_not_take_it_back() {
        refreshes.refresh("lab", null, false);
        slow = true;
        var reading = refreshes.begin("lab", false);
        await().atMost(LIMIT).until(() -> calls.size() == 2);
        now = now.plusSeconds(3);
        inventory.confirmed("lab", "vm:1", "stopped", now);
        now = now.plusSeconds(2);
        answer.countDown();
        reading.join();
        assertThat(shown()).isEqualTo("stopped");
    }

    @Test
    @Requirement({"INT-29", "EXE-22"})
    void who_waited_long_enough_hears_of_a_stale_reading_and_later_of_the_answer() {
        refreshes.refresh("lab", null, false);
        Instant before = now;
        now = now.plus(Duration.ofMinutes(10));
        slow = true;
        refreshes.read("lab", VM, heard::add);
        await().atMost(LIMIT).until(() -> heard.size() == 1);
        assertThat(heard.get(0)).isEqualTo(new HostReading("lab", false, before, true));

        answer.countDown();
        await().atMost(LIMIT).until(() -> heard.size() == 2);
        assertThat(heard.get(1)).isEqualTo(new HostReading("lab", true, now, false));
    }

    @Test
    @Requirement("INT-29")
    void a_host_that_fails_is_told_at_once_and_keeps_the_age_of_what_is_known() {
        refreshes.refresh("lab", null, false);
        Instant before = now;
        now = now.plus(Duration.ofMinutes(10));
        broken = true;

        refreshes.read("lab", VM, heard::add);
        await().atMost(LIMIT).until(() -> heard.size() == 1);

        assertThat(heard.get(0)).isEqualTo(new HostReading("lab", false, before, true));
        assertThat(refreshes.fresh("lab", VM)).isEmpty();
        assertThat(inventory.targets("lab", "vm")).hasSize(1);
    }

    @Test
    @Requirement({"EXE-20", "INT-28"})
    void what_a_host_tells_is_in_force_before_a_store_that_stands_still_has_it() {
        try (LockedStore locked = new LockedStore(folder.resolve("data"), KEY)) {
            refreshes.begin("lab", false);
            await().atMost(LIMIT).until(() -> refreshes.fresh("lab", VM).isPresent());
            assertThat(inventory.targets("lab", "vm"))
                    .extracting(Target::name)
                    .containsExactly("web");
            assertThat(store.inventory.targets("lab", "vm")).isEmpty();
        }
        await().atMost(LIMIT).until(() -> store.inventory.targets("lab", "vm").size() == 1);
    }

    @Test
    @Requirement({"EXE-20", "INT-28"})
    void a_store_in_trouble_does_not_make_a_reading_fail_nor_a_mark_be_forgotten() {
        refreshes.refresh("lab", null, false);
        store.inventory.mark("lab", "vm:1", new Marks(Map.of(), null, true, null));
        now = now.plus(Duration.ofMinutes(10));
        status = "stopped";
        try (LockedStore locked = new LockedStore(folder.resolve("data"), KEY)) {
            assertThatThrownBy(() -> store.settings.replacePromptly("tried", Map.of(), "test"))
                    .isInstanceOf(StoreUnavailableException.class);

            assertThat(refreshes.refresh("lab", null, false)).isEmpty();

            assertThat(refreshes.fresh("lab", VM)).isPresent();
            assertThat(inventory.targets("lab", "vm"))
                    .singleElement()
                    .satisfies(
                            target -> {
                                assertThat(target.status()).isEqualTo("stopped");
                                assertThat(target.guarded()).isTrue();
                            });
        }
    }

    @Test
    @Requirement("INT-28")
    void a_host_that_is_removed_while_it_is_read_is_said_to_be_gone_and_leaves_nothing() {
        slow = true;
        CompletableFuture<Optional<Failure>> reading = refreshes.begin("lab", false);
        await().atMost(LIMIT).until(() -> calls.size() == 1);
        store.hosts.delete("lab");
        inventory.reload();
        answer.countDown();
        assertThat(reading)
                .succeedsWithin(LIMIT)
                .extracting(failure -> failure.orElseThrow().errorClass())
                .isEqualTo(ErrorClass.NOT_FOUND);
        assertThat(inventory.readAt("lab", "vm")).isEmpty();
        assertThat(inventory.targets("lab", "vm")).isEmpty();
    }

    @Test
    @Requirement("EXE-21")
    void a_pending_trigger_has_the_hosts_of_its_policy_read() {
        StoredPolicy policy = policy();
        refreshes.pending(policy, now.plusSeconds(30));
        await().atMost(LIMIT).until(() -> refreshes.fresh("lab", VM).isPresent());

        refreshes.pending(policy, now.plusSeconds(30));
        assertThat(calls).hasSize(1);
    }

    private static StoredPolicy policy() {
        String document =
                """
                version: '2.0'
                name: Stop on battery
                trigger: {type: ups.state, equals: OB, for: 30s}
                actions: [{host_id: lab, capability: vm.lifecycle, verb: stop, selector: {all: true}}]
                """;
        return EnabledPolicy.of(1, document, Instant.parse("2026-05-01T00:00:00Z"));
    }

    @Test
    @Requirement({"POL-31", "POL-32"})
    void hosts_that_conditions_ask_for_are_asked_again_before_they_are_too_old() {
        Policy policy =
                new PolicyDocuments()
                        .read(
                                "version: '2.0'\nname: Asks\ntrigger: {type: ups.state, equals: OB}\n"
                                        + "conditions: {all: [{scope: host, host: hooks, field:"
                                        + " reachable, op: '=', value: true},"
                                        + " {scope: vm, field: count_matching, op: '>', value: 0}]}\n"
                                        + "actions: [{host_id: lab, capability: vm.lifecycle, verb:"
                                        + " shutdown, selector: {all: true}}]",
                                "application/yaml")
                        .policy();
        store.hosts.create(hooks(), Map.of(), store.hostSecrets);
        inventory.reload();

        refreshes.know(policy);
        await().atMost(LIMIT).until(() -> calls.size() == 2);
        assertThat(calls)
                .extracting(call -> call.host().id() + " " + call.mode().word())
                .containsExactlyInAnyOrder("lab inventory", "hooks heartbeat");

        await().atMost(LIMIT).until(() -> refreshes.fresh("lab", VM).isPresent());
        now = now.plusSeconds(59);
        refreshes.know(policy);
        assertThat(calls).hasSize(2);
        now = now.plusSeconds(2);
        refreshes.know(policy);
        await().atMost(LIMIT).until(() -> calls.size() == 4);
    }

    private static Host hooks() {
        return new Host(
                "hooks",
                0,
                "hooks",
                "generic.wol",
                Map.of(),
                Map.of(),
                true,
                Host.State.CONNECTED,
                null,
                false);
    }
}

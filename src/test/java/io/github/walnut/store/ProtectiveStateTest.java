package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.PolicyEdits;
import io.github.walnut.policy.PolicyVersion;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.Trigger;
import io.github.walnut.policy.TriggerMemory;
import io.github.walnut.policy.TriggerProgress;
import io.github.walnut.run.MaintenanceWindow;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunState;
import io.github.walnut.ups.Metric;
import io.github.walnut.ups.Outage;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store that takes nothing: what keeps an order from being given twice or given up is there all
 * the same.
 */
@Requirement("EXE-43")
class ProtectiveStateTest {

    private static final Instant T = TestClock.START;
    private static final UUID OUTAGE = UUID.fromString("0198aa00-0000-7000-8000-00000000000a");

    @TempDir Path folder;

    private Database database;
    private EmergencyJournal journal;
    private TriggerStates triggers;
    private FactsRepository facts;
    private OutageRepository outages;
    private SettingsRepository settings;
    private MaintenanceRepository maintenance;
    private RunQueries runs;
    private EventStore events;
    private LockedStore lock;

    @BeforeEach
    void open() {
        database = Stores.open(folder);
        triggers = new TriggerStates(new WindowRepository(database));
        journal = new EmergencyJournal(database, triggers, Stores.KEY.toCharArray());
        facts = new FactsRepository(database);
        outages = new OutageRepository(database);
        settings = new SettingsRepository(database);
        maintenance = new MaintenanceRepository(database);
        runs = new RunQueries(database);
        events = new EventStore(database, facts, outages, new SampleStore(database));
    }

    @AfterEach
    void close() {
        journal.close();
        database.close();
        if (lock != null) {
            lock.close();
            lock = null;
        }
    }

    /** The next process finds a store that takes everything again. */
    private void restart() {
        close();
        open();
        assertThat(journal.degraded()).isFalse();
    }

    private void takeAway() {
        lock = new LockedStore(folder);
        assertThatThrownBy(() -> settings.replacePromptly("filler", Map.of(), "test"))
                .isInstanceOf(StoreUnavailableException.class);
        assertThat(journal.degraded()).isTrue();
    }

    private void keep(UpsFacts now, Outage outage) {
        EventStore.Change change =
                new EventStore.Change(
                        List.of(),
                        List.of(new EventStore.FactsChange(now, Map.of("remembered", 1))),
                        outage == null ? List.of() : List.of(outage));
        assertThatThrownBy(() -> events.record(change))
                .isInstanceOf(StoreUnavailableException.class);
        events.keep(change);
    }

    private static Policy read(String document, String mediaType) {
        return new Policy(
                document,
                null,
                true,
                100,
                false,
                true,
                Policy.Logic.ANY,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Duration.ZERO,
                Duration.ZERO,
                null,
                List.of(),
                null,
                List.of(),
                null);
    }

    private UUID storedPolicy(UUID id) {
        PolicyRepository policies = new PolicyRepository(database, ProtectiveStateTest::read);
        policies.create(
                new StoredPolicy(
                        id,
                        read("night", null),
                        "night",
                        "application/yaml",
                        StoredPolicy.Status.ENABLED,
                        true,
                        "armed-hash",
                        "hash",
                        "behaviour",
                        1,
                        List.of(),
                        T,
                        "anna",
                        T,
                        "anna"),
                null);
        return id;
    }

    private static TriggerProgress met() {
        return new TriggerProgress(
                Trigger.State.MET, T, null, 1L, null, null, null, null, false, false);
    }

    private static MaintenanceWindow window() {
        return new MaintenanceWindow(
                UUID.randomUUID(),
                T.minusSeconds(60),
                T.plusSeconds(3600),
                "new fans",
                "anna",
                true,
                Set.of(),
                Set.of(),
                T.minusSeconds(60));
    }

    private static UpsFacts facts(UUID outage) {
        return new UpsFacts(
                Samples.UPS,
                Map.of(UpsState.OB, new UpsFacts.Holding(T, 3, false, "reported", false)),
                Samples.at(T, "OB DISCHRG", Map.of(Metric.BATTERY_PERCENT, 81.5)),
                T,
                true,
                null,
                UpsFacts.PowerSource.BATTERY,
                outage,
                1,
                12.5,
                40.0,
                2,
                false,
                T);
    }

    private static Outage outage(UUID id) {
        return new Outage(id, id, Samples.UPS, T, null, 1, 80.0, 600.0, 30.0, null);
    }

    @Test
    void facts_and_outages_that_the_store_did_not_take_are_what_the_next_process_knows() {
        UpsFacts before = facts(null);
        events.record(
                new EventStore.Change(
                        List.of(), List.of(new EventStore.FactsChange(before, null)), List.of()));
        takeAway();
        UpsFacts now = facts(OUTAGE);
        keep(now, outage(OUTAGE));

        assertThat(facts.find(Samples.UPS)).contains(now);
        assertThat(facts.all()).containsExactly(now);
        assertThat(outages.open()).containsExactly(outage(OUTAGE));
        assertThat(facts.memory(Samples.UPS, Map.class)).contains(Map.of("remembered", 1));

        restart();

        assertThat(facts.all()).containsExactly(now);
        assertThat(outages.open()).containsExactly(outage(OUTAGE));
        assertThat(facts.memory(Samples.UPS, Map.class)).contains(Map.of("remembered", 1));
    }

    @Test
    void what_triggers_remember_is_kept_whether_or_not_a_run_carries_it() {
        UUID policy = storedPolicy(UUID.randomUUID());
        TriggerMemory met = new TriggerMemory(policy, "b", 0, Samples.UPS, met(), false);
        takeAway();
        triggers.put(List.of(met));
        assertThat(triggers.all()).containsExactly(met);
        restart();
        assertThat(triggers.all()).containsExactly(met);
    }

    @Test
    void a_setting_of_protection_counts_over_the_stored_one() {
        settings.replacePromptly("arming", Map.of("armed", true), "admin");
        int version = settings.find("arming").orElseThrow().version();
        takeAway();
        assertThat(settings.keep("arming", Map.of("armed", false), "o'brien")).isTrue();
        assertThat(settings.find("arming").orElseThrow().values()).containsEntry("armed", false);
        restart();
        SettingsRepository.Group stored = settings.find("arming").orElseThrow();
        assertThat(stored.values()).containsEntry("armed", false);
        assertThat(stored.updatedBy()).isEqualTo("o'brien");
        assertThat(stored.version()).isEqualTo(version + 1);
    }

    @Test
    void maintenance_begins_and_ends_without_the_store() {
        MaintenanceWindow old = window();
        maintenance.add(old);
        takeAway();
        MaintenanceWindow fresh = window();
        maintenance.add(fresh);
        assertThat(maintenance.delete(old.id())).isTrue();
        assertThat(maintenance.delete(UUID.randomUUID())).isFalse();
        assertThat(maintenance.all()).contains(fresh).hasSize(2);
        restart();
        assertThat(maintenance.all()).contains(fresh).hasSize(2);
        assertThat(maintenance.all())
                .filteredOn(window -> window.id().equals(old.id()))
                .allMatch(window -> !window.active(database.clock().now()));
    }

    @Test
    void a_cancelled_run_of_an_open_outage_and_its_release_are_known() {
        Run cancelled = Runs.run(RunState.CANCELLED, 100, T);
        UUID policy = storedPolicy(cancelled.policyId());
        takeAway();
        keep(facts(cancelled.outageId()), outage(cancelled.outageId()));
        journal.create(cancelled, List.of());
        assertThat(runs.cancelledInOutage()).extracting(Run::id).containsExactly(cancelled.id());
        runs.released(policy, cancelled.endedAt());
        assertThat(runs.cancelledInOutage()).isEmpty();
        restart();
        assertThat(journal.find(cancelled.id())).isPresent();
        assertThat(runs.cancelledInOutage()).isEmpty();
    }

    @Test
    void a_policy_that_is_disarmed_stays_disarmed() {
        UUID id = storedPolicy(UUID.randomUUID());
        PolicyRepository policies = new PolicyRepository(database, ProtectiveStateTest::read);
        StoredPolicy armed = policies.find(id).orElseThrow();
        takeAway();
        PolicyEdits.Edit edit = new PolicyEdits.Edit("ben", T.plusSeconds(5));
        policies.update(PolicyEdits.disarmed(armed, edit), 1, "not tonight");
        assertThat(policies.all()).extracting(StoredPolicy::armed).containsExactly(false);
        assertThatThrownBy(() -> policies.update(PolicyEdits.armed(armed, 3, edit), 2, null))
                .isInstanceOf(RuntimeException.class);
        restart();
        StoredPolicy after =
                new PolicyRepository(database, ProtectiveStateTest::read).find(id).orElseThrow();
        assertThat(after.armed()).isFalse();
        assertThat(after.versionInt()).isEqualTo(2);
        assertThat(policies(id)).containsExactly(2, 1);
    }

    private List<Integer> policies(UUID id) {
        return new PolicyRepository(database, ProtectiveStateTest::read)
                .versions(id).stream().map(PolicyVersion::versionInt).toList();
    }

    @Test
    void a_store_that_works_keeps_nothing_beside_itself() {
        assertThat(settings.keep("hold", Map.of("until", "x"), "admin")).isFalse();
        assertThat(settings.find("hold")).isEmpty();
    }
}

package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import io.github.walnut.policy.Condition;
import io.github.walnut.policy.Decision;
import io.github.walnut.policy.Finding;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.PolicyChecks;
import io.github.walnut.policy.PolicyVersion;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.StoredPolicy.Status;
import io.github.walnut.policy.Trigger;
import io.github.walnut.policy.TriggerMemory;
import io.github.walnut.policy.TriggerProgress;
import io.github.walnut.policy.TriggerState;
import io.github.walnut.policy.UpsMeanings;
import io.github.walnut.ups.Severity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyRepositoryTest {

    @TempDir Path folder;

    private Database database;
    private PolicyRepository policies;

    @BeforeEach
    void open() {
        database = Stores.open(folder);
        policies = new PolicyRepository(database, PolicyRepositoryTest::read);
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** Documents of this test are "name priority"; others do not read. */
    private static Policy read(String document, String mediaType) {
        String[] words = document.split(" ");
        return words.length < 2 ? null : model(words[0], Integer.parseInt(words[1]));
    }

    private static Policy model(String name, int priority) {
        return new Policy(
                name,
                null,
                true,
                priority,
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

    private static StoredPolicy policy(UUID id, String document, int version, Status status) {
        return new StoredPolicy(
                id,
                read(document, "application/yaml"),
                document,
                "application/yaml",
                status,
                true,
                "armed-hash",
                "hash of " + document,
                "behaviour",
                version,
                List.of(new Finding(Severity.WARN, "compile", "/a", "odd", "It is odd.", null)),
                TestClock.START,
                "anna",
                TestClock.START.plusSeconds(version),
                "ben");
    }

    @Test
    void returns_a_policy_as_it_was_written() {
        StoredPolicy policy = policy(UUID.randomUUID(), "night 100", 1, Status.ENABLED);
        policies.create(policy, "first");
        assertThat(policies.find(policy.id())).contains(policy);
        assertThat(policies.findByHash("hash of night 100")).contains(policy.id());
        assertThat(policies.findByName("night")).contains(policy);
        assertThat(policies.findByName("day")).isEmpty();
    }

    @Test
    void lists_by_priority_then_id() {
        StoredPolicy low = policy(new UUID(0, 3), "low 900", 1, Status.ENABLED);
        StoredPolicy twin = policy(new UUID(0, 2), "twin 10", 1, Status.ENABLED);
        StoredPolicy first = policy(new UUID(0, 1), "first 10", 1, Status.DISABLED);
        List.of(low, twin, first).forEach(p -> policies.create(p, null));
        assertThat(policies.all()).containsExactly(first, twin, low);
        assertThat(policies.enabled()).containsExactly(twin, low);
    }

    @Test
    void refuses_the_twin_of_another_policy() {
        StoredPolicy policy = policy(UUID.randomUUID(), "night 100", 1, Status.ENABLED);
        policies.create(policy, null);
        assertThatThrownBy(
                        () ->
                                policies.create(
                                        policy(UUID.randomUUID(), "night 100", 1, Status.ENABLED),
                                        null))
                .isInstanceOfSatisfying(
                        PolicyRepository.DuplicateException.class,
                        twin -> assertThat(twin.existing()).isEqualTo(policy.id()));
    }

    @Test
    @Requirement("POL-82")
    void keeps_the_last_hundred_versions() {
        UUID id = UUID.randomUUID();
        policies.create(policy(id, "v1 1", 1, Status.ENABLED), "note 1");
        IntStream.rangeClosed(2, 103)
                .forEach(
                        v ->
                                policies.update(
                                        policy(id, "v" + v + " 1", v, Status.ENABLED),
                                        v - 1,
                                        "note " + v));
        assertThat(policies.versions(id))
                .hasSize(100)
                .first()
                .isEqualTo(
                        new PolicyVersion(
                                103,
                                "v103 1",
                                "application/yaml",
                                "hash of v103 1",
                                TestClock.START.plusSeconds(103),
                                "ben",
                                "note 103",
                                null,
                                UpsMeanings.NONE));
    }

    @Test
    @Requirement("POL-8")
    void several_policies_change_together_or_not_at_all() {
        UUID a = new UUID(0, 1);
        UUID b = new UUID(0, 2);
        policies.create(policy(a, "twin 1", 1, Status.ENABLED), null);
        policies.create(policy(b, "twin 2", 1, Status.ENABLED), null);
        StoredPolicy later = policy(a, "twin 2", 2, Status.ENABLED);
        StoredPolicy sooner = policy(b, "twin 1", 2, Status.ENABLED);

        policies.update(List.of(change(later, 1), change(sooner, 1)));

        assertThat(policies.all()).containsExactly(sooner, later);
        StoredPolicy third = policy(a, "twin 3", 3, Status.ENABLED);
        assertThatThrownBy(() -> policies.update(List.of(change(third, 2), change(sooner, 1))))
                .isInstanceOf(PolicyRepository.ConflictException.class);
        assertThat(policies.all()).containsExactly(sooner, later);
        assertThat(policies.versions(a)).hasSize(2);
    }

    private static PolicyRepository.Change change(StoredPolicy policy, int expected) {
        return new PolicyRepository.Change(policy, expected, "moved", "{\"plan\":[]}");
    }

    @Test
    void what_was_found_out_last_stands_beside_the_policy() {
        StoredPolicy policy = policy(UUID.randomUUID(), "a 1", 1, Status.ENABLED);
        policies.create(policy, null);
        assertThat(policies.checks(policy.id())).isEqualTo(PolicyChecks.NONE);
        PolicyChecks.DryRun dryRun =
                new PolicyChecks.DryRun(TestClock.START, Severity.WARN, new UUID(7, 7), 1);
        PolicyChecks.Preflight preflight =
                new PolicyChecks.Preflight(
                        TestClock.START, "behaviour", Severity.WARN, policy.findings());

        policies.validated(List.of(policy.id()), TestClock.START);
        policies.rehearsed(policy.id(), dryRun);
        policies.preflown(policy.id(), preflight);

        assertThat(policies.checks(policy.id()))
                .isEqualTo(new PolicyChecks(TestClock.START, dryRun, preflight));
        assertThat(policies.find(policy.id())).contains(policy);
        assertThat(policies.lastDryRuns()).containsOnly(Map.entry(policy.id(), dryRun));
    }

    @Test
    void counts_them_by_status() {
        policies.create(policy(UUID.randomUUID(), "a 1", 1, Status.ENABLED), null);
        policies.create(policy(UUID.randomUUID(), "b 1", 1, Status.ENABLED), null);
        policies.create(policy(UUID.randomUUID(), "c 1", 1, Status.DISABLED), null);

        assertThat(policies.counts())
                .containsExactlyInAnyOrder(
                        new PolicyRepository.Count(Status.ENABLED, true, 2),
                        new PolicyRepository.Count(Status.DISABLED, true, 1));
    }

    @Test
    void reads_the_json_that_was_kept_beside_a_document() {
        PolicyRepository converting =
                new PolicyRepository(
                        database,
                        new PolicyRepository.DocumentReader() {
                            @Override
                            public Policy model(String document, String mediaType) {
                                return mediaType.equals("application/json")
                                        ? read(document, mediaType)
                                        : null;
                            }

                            @Override
                            public String asJson(String document, String mediaType) {
                                return document;
                            }
                        });
        StoredPolicy policy = policy(UUID.randomUUID(), "a 1", 1, Status.ENABLED);
        converting.create(policy, null);

        assertThat(converting.all()).containsExactly(policy);
    }

    @Test
    void refuses_a_change_on_top_of_another_version() {
        UUID id = UUID.randomUUID();
        policies.create(policy(id, "a 1", 1, Status.ENABLED), null);
        policies.update(policy(id, "b 1", 2, Status.ENABLED), 1, null);
        assertThatThrownBy(() -> policies.update(policy(id, "c 1", 2, Status.ENABLED), 1, null))
                .isInstanceOf(PolicyRepository.ConflictException.class)
                .hasMessageContaining("has version 2: expected 1");
        assertThat(policies.find(id).orElseThrow().document()).isEqualTo("b 1");
    }

    @Test
    void a_document_that_no_longer_reads_keeps_its_place_in_the_order() {
        UUID id = new UUID(0, 9);
        policies.create(policy(id, "old 5", 1, Status.ENABLED), null);
        policies.create(policy(new UUID(0, 1), "late 6", 1, Status.ENABLED), null);
        policies.update(policy(id, "unreadable", 1, Status.INVALID), 1, null);
        assertThat(policies.all()).extracting(StoredPolicy::id).containsExactly(id, new UUID(0, 1));
        assertThat(policies.all().get(0).policy()).isNull();
    }

    @Test
    void windows_outlive_a_restart_and_end_with_their_policy() {
        UUID id = UUID.randomUUID();
        policies.create(policy(id, "a 1", 1, Status.ENABLED), null);
        WindowRepository windows = new WindowRepository(database);
        TriggerMemory pending =
                new TriggerMemory(
                        id,
                        "hash",
                        0,
                        "rack@lab",
                        new TriggerProgress(
                                Trigger.State.PENDING,
                                TestClock.START,
                                TestClock.START.plusSeconds(150),
                                3L,
                                null,
                                null,
                                2L,
                                TestClock.START,
                                false,
                                false),
                        true);
        windows.put(List.of(pending));
        database.close();
        open();
        windows = new WindowRepository(database);
        assertThat(windows.all()).containsExactly(pending);
        assertThat(policies.delete(id)).isTrue();
        assertThat(windows.all()).isEmpty();
        assertThat(policies.delete(id)).isFalse();
    }

    @Test
    void decisions_tell_what_led_to_them_and_are_forgotten_in_time() {
        DecisionLog log = new DecisionLog(database);
        Decision old = decision(0, Decision.Kind.NOT_MET);
        Decision recent = decision(60, Decision.Kind.CONDITION_FALSE);
        log.append(List.of(old, recent));
        assertThat(log.of(Runs.POLICY, 10)).containsExactly(recent, old);
        assertThat(log.forget(TestClock.START.plusSeconds(1))).isEqualTo(1);
        assertThat(log.of(Runs.POLICY, 10)).containsExactly(recent);
    }

    @Test
    void no_policy_keeps_more_than_a_thousand_decisions() {
        DecisionLog log = new DecisionLog(database);
        log.append(
                IntStream.range(0, 1005)
                        .mapToObj(i -> decision(i, Decision.Kind.NOT_MET))
                        .toList());
        assertThat(log.forget(TestClock.START)).isEqualTo(5);
        assertThat(log.of(Runs.POLICY, 2000))
                .hasSize(1000)
                .first()
                .isEqualTo(decision(1004, Decision.Kind.NOT_MET));
    }

    private static Decision decision(int seconds, Decision.Kind kind) {
        return new Decision(
                Runs.POLICY,
                "rack@lab",
                TestClock.START.plusSeconds(seconds),
                new UUID(1, 1),
                kind,
                null,
                "/conditions/all/0",
                List.of(new TriggerState(0, "rack@lab", Trigger.State.MET, TestClock.START, null)),
                List.of(
                        new Condition.Result(
                                "/conditions/all/0", "mains", 1.5, Condition.Verdict.FALSE)));
    }
}

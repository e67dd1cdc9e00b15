package io.github.walnut.bench;

import com.sun.management.OperatingSystemMXBean;
import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.FakeInventory;
import io.github.walnut.policy.FactAge;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.TriggerMemory;
import io.github.walnut.policy.json.PolicyDocuments;
import io.github.walnut.rules.PolicySession;
import io.github.walnut.store.Database;
import io.github.walnut.store.DatabaseConfig;
import io.github.walnut.store.PolicyRepository;
import io.github.walnut.store.WindowRepository;
import io.github.walnut.ups.Clock;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What stored policies add to a start: a first process stores them in an encrypted file, a second,
 * cold one with the settings of the program reads them and the states of their triggers and puts
 * them into the session. Half of the documents are JSON of format 1, half YAML of format 2.
 * Arguments: policies (10000), UPSs (300).
 */
public final class PolicyLoadBench {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private PolicyLoadBench() {}

    public static void main(String[] arguments) throws Exception {
        int policies = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
        int upses = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 300;
        if (arguments.length > 2) {
            load(Path.of(arguments[2]), upses);
            return;
        }
        Path file = Files.createTempDirectory("walnut-policies").resolve("walnut.db");
        store(file, policies, upses);
        for (int start = 0; start < 3; start++) {
            new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-Xmx256m",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            PolicyLoadBench.class.getName(),
                            Integer.toString(policies),
                            Integer.toString(upses),
                            file.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
        }
    }

    private static Database open(Path file) {
        return Database.open(
                DatabaseConfig.server(
                        file, "0123456789abcdef0123456789abcdef".toCharArray(), "bench"),
                new FixedClock());
    }

    private static void store(Path file, int policies, int upses) {
        try (Database database = open(file);
                PolicySession session = session()) {
            PolicyDocuments documents = new PolicyDocuments();
            PolicyRepository repository = new PolicyRepository(database, reader(documents));
            for (int ups = 0; ups < upses; ups++) {
                session.update(Polls.facts("ups" + ups + "@s", "OL", ups, NOW), null, NOW);
            }
            for (int id = 0; id < policies; id++) {
                StoredPolicy policy = policy(documents, id, upses);
                repository.create(policy, null);
                session.put(policy, NOW);
            }
            new WindowRepository(database).put(session.takeChanges());
        }
    }

    private static void load(Path file, int upses) {
        try (Database database = open(file)) {
            PolicyDocuments documents = new PolicyDocuments();
            PolicyRepository repository = new PolicyRepository(database, reader(documents));
            long worked = PROCESS.getProcessCpuTime();
            long begin = System.nanoTime();
            PolicySession session = session();
            long ready = System.nanoTime();
            List<TriggerMemory> memories = new WindowRepository(database).all();
            session.restore(memories);
            long restored = System.nanoTime();
            List<StoredPolicy> all = repository.all();
            long read = System.nanoTime();
            all.forEach(policy -> session.put(policy, NOW));
            session.takeChanges();
            long put = System.nanoTime();
            long workedInAll = PROCESS.getProcessCpuTime() - worked;
            for (int ups = 0; ups < upses; ups++) {
                session.update(Polls.facts("ups" + ups + "@s", "OL", ups, NOW), null, NOW);
            }
            session.takeChanges();
            System.out.printf(
                    "%d policies, %d states: rules %.0f ms, states read %.0f ms, policies read %.0f"
                            + " ms, put %.0f ms: added to the start %.0f ms, with the rules %.0f ms (%.0f ms of all"
                            + " processors); first look at all"
                            + " %d UPSs %.0f ms%n",
                    all.size(),
                    memories.size(),
                    millis(begin, ready),
                    millis(ready, restored),
                    millis(restored, read),
                    millis(read, put),
                    millis(ready, put),
                    millis(begin, put),
                    workedInAll / 1e6,
                    upses,
                    millis(put, System.nanoTime()));
            session.close();
        }
    }

    private static PolicyRepository.DocumentReader reader(PolicyDocuments documents) {
        FakeInventory inventory = inventory();
        return new PolicyRepository.DocumentReader() {
            @Override
            public Policy model(String document, String mediaType) {
                return documents.model(document, mediaType, inventory);
            }

            @Override
            public String asJson(String document, String mediaType) {
                return documents.asJson(document, mediaType);
            }
        };
    }

    private static double millis(long from, long to) {
        return (to - from) / 1e6;
    }

    private static PolicySession session() {
        return new PolicySession(
                new FactAge(Duration.ofSeconds(15)), () -> true, ZoneOffset.UTC, inventory());
    }

    private static FakeInventory inventory() {
        return new FakeInventory()
                .withHost(
                        "pve-a",
                        FakeInventory.capability(
                                "vm.lifecycle",
                                "vm",
                                FakeInventory.verb(
                                        "shutdown",
                                        Capability.Effect.IDEMPOTENT,
                                        false,
                                        Map.of())));
    }

    private static StoredPolicy policy(PolicyDocuments documents, int id, int upses) {
        boolean json = id % 2 == 0;
        String text = (json ? JSON : YAML).formatted(id, id % upses, id % 500);
        String type = json ? "application/json" : "application/yaml";
        PolicyReading reading = documents.read(text, type);
        return new StoredPolicy(
                new UUID(0, id),
                reading.policy(),
                text,
                type,
                StoredPolicy.Status.ENABLED,
                true,
                reading.behaviourHash(),
                reading.hash(),
                reading.behaviourHash(),
                1,
                reading.findings(),
                NOW,
                "bench",
                NOW,
                "bench");
    }

    private static final String JSON =
            """
            {"version": 1, "name": "Policy %d", "priority": 50,
             "trigger_group": {"logic": "ANY", "triggers": [
               {"type": "ups.state", "equals": "on_battery", "for": "30s", "ups": "ups%d"}]},
             "conditions": {"all": [{"scope": "ups", "field": "charge_pct", "op": "<", "value": 80}]},
             "targets": {"host_id": "pve-a", "target_type": "vm",
               "selector": {"mode": "range", "value": "%d-600"}},
             "actions": [{"capability_id": "vm.lifecycle", "verb": "shutdown"}],
             "suppression_window": "5m", "idempotency_window": "10m"}
            """;

    private static final String YAML =
            """
            version: "2.0"
            name: Policy %d
            trigger: {type: ups.state, equals: on_battery, for: 30s, ups: ups%d}
            conditions:
              all:
                - {scope: ups, field: charge_pct, op: '<', value: 80}
            actions:
              - {host_id: pve-a, capability: vm.lifecycle, verb: shutdown, selector: {external_ids: ["%d-600"]}}
            recovery: {mains_stable: 10m}
            """;

    private static final class FixedClock implements Clock {
        @Override
        public Instant now() {
            return NOW;
        }

        @Override
        public long monotonicMillis() {
            return 0;
        }
    }
}

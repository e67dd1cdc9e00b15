package io.github.walnut.bench;

import io.github.walnut.inventory.FakeInventory;
import io.github.walnut.policy.Decision;
import io.github.walnut.policy.FactAge;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.json.PolicyDocuments;
import io.github.walnut.rules.PolicySession;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Decides about one changed UPS among many stored policies, and does the same by a plain loop over
 * an index in the same run. Also: an unchanged poll, the edit of one policy, the building of the
 * session. Arguments: policies (10000), UPSs (300), repetitions (400).
 */
public final class RulesBench {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final int policies;
    private final int upses;
    private final PolicySession session =
            new PolicySession(
                    new FactAge(Duration.ofSeconds(15)),
                    () -> true,
                    ZoneOffset.UTC,
                    new FakeInventory());
    private final List<StoredPolicy> stored = new ArrayList<>();
    private final Map<String, UpsFacts> facts = new HashMap<>();
    private Instant now = START;
    private long epoch;
    private long decided;

    private RulesBench(int policies, int upses) {
        this.policies = policies;
        this.upses = upses;
    }

    public static void main(String[] arguments) throws Exception {
        int policies = argument(arguments, 0, 10_000);
        int upses = argument(arguments, 1, 300);
        int repetitions = argument(arguments, 2, 400);
        new RulesBench(policies, upses).run(repetitions);
    }

    private static int argument(String[] arguments, int index, int fallback) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : fallback;
    }

    private void run(int repetitions) throws Exception {
        for (int id = 0; id < policies; id++) {
            stored.add(policy(id, "OB"));
        }
        System.out.printf("%d policies over %d UPSs%n", policies, upses);
        System.out.println("session built, cold:  " + Times.measure(0, 1, this::build));
        Times rules = Times.measure(repetitions / 2, repetitions, this::flipOne);
        System.out.println("changed UPS, rules:   " + rules);
        PlainIndex plain = new PlainIndex(stored);
        facts.values().forEach(known -> plain.decide(known, now));
        Times loop =
                Times.measure(
                        repetitions / 2,
                        repetitions,
                        () -> {
                            decided += plain.decide(flipped(), now).size();
                            plain.takeChanges();
                        });
        System.out.println("changed UPS, loop:    " + loop);
        System.out.printf("ratio of the medians: %.1f%n", rules.median() / loop.median());
        System.out.println(
                "unchanged UPS, rules: "
                        + Times.measure(repetitions, repetitions, this::pollUnchanged));
        System.out.println(
                "edit of a policy:     " + Times.measure(20, repetitions / 4, this::edit));
        System.out.println(
                "edit, then a change:  "
                        + Times.measure(
                                20,
                                repetitions / 4,
                                () -> {
                                    edit();
                                    flipOne();
                                }));
        System.out.println(decided + " decisions; problems: " + session.takeProblems());
    }

    private void build() {
        for (int ups = 0; ups < upses; ups++) {
            session.update(facts(name(ups), "OL"), null, now);
        }
        stored.forEach(policy -> session.put(policy, now));
        session.tick(now);
    }

    private static String name(int ups) {
        return "ups" + ups + "@s";
    }

    private int turn;

    private void flipOne() {
        List<Decision> made = session.update(flipped(), null, now);
        session.takeChanges();
        session.nextDue();
        decided += made.size();
    }

    private UpsFacts flipped() {
        String ups = name(turn++ % upses);
        now = now.plusMillis(1);
        return facts(ups, facts.get(ups).has(UpsState.OB) ? "OL" : "OB");
    }

    private void pollUnchanged() {
        String ups = name(turn++ % upses);
        now = now.plusMillis(1);
        session.update(facts.get(ups), null, now);
        session.nextDue();
    }

    private void edit() {
        int id = turn++ % policies;
        session.put(policy(id, turn % 2 == 0 ? "LB" : "OB"), now);
        session.takeChanges();
    }

    private StoredPolicy policy(int id, String state) {
        String text =
                "version: '2.0'\nname: policy "
                        + id
                        + "\nactions: [{host_id: h1, capability: power.control, verb: shutdown}]\n"
                        + "trigger: {type: ups.state, equals: "
                        + state
                        + ", ups: ups"
                        + id % upses
                        + "}";
        PolicyReading reading = new PolicyDocuments().read(text, "application/yaml");
        return new StoredPolicy(
                new UUID(0, id),
                reading.policy(),
                text,
                "application/yaml",
                StoredPolicy.Status.ENABLED,
                true,
                reading.behaviourHash(),
                reading.hash(),
                reading.behaviourHash(),
                1,
                reading.findings(),
                START,
                "bench",
                START,
                "bench");
    }

    private UpsFacts facts(String ups, String flag) {
        UpsFacts made = Polls.facts(ups, flag, ++epoch, now);
        facts.put(ups, made);
        return made;
    }
}

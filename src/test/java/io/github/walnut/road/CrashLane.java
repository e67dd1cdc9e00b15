package io.github.walnut.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.TestLimits;
import io.github.walnut.peers.RealSshd;
import io.github.walnut.peers.RealUpsd;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One installation with peers of its own. It plays the same outage again and again, each time with
 * the program killed somewhere in it, and compares what came of it with the outage that was left
 * alone.
 */
final class CrashLane implements AutoCloseable {

    private static final Duration SOON = TestLimits.WAIT;
    private static final double KILLED_AGAIN = 0.6;

    /** Three runs side by side: one in order over two machines, one in one go, one blind. */
    private static final List<String> POLICIES =
            List.of(
                    """
                    version: "2.0"
                    name: In order
                    priority: 10
                    trigger: {type: ups.state, equals: on_battery, for: 0s, ups: rack1}
                    conditions: {all: []}
                    actions:
                      - {host_id: m1, capability: service.control, verb: stop, target_type: service, selector: {external_ids: [app1]}, timeout: 5m, stage: 0}
                      - {host_id: m2, capability: service.control, verb: stop, target_type: service, selector: {external_ids: [app2]}, timeout: 5m, stage: 0}
                      - {host_id: m1, capability: service.control, verb: stop, target_type: service, selector: {external_ids: [db1]}, timeout: 5m, stage: 1}
                      - {host_id: m2, capability: service.control, verb: stop, target_type: service, selector: {external_ids: [db2]}, timeout: 5m, stage: 1}
                    safeties: {suppression_window: 0s}
                    idempotency_window: 0s
                    """,
                    """
                    version: "2.0"
                    name: At once
                    priority: 20
                    trigger: {type: ups.state, equals: on_battery, for: 0s, ups: rack1}
                    conditions: {all: []}
                    actions:
                      - {host_id: m1, capability: service.control, verb: stop, target_type: service, selector: {external_ids: [web1, ci1]}, timeout: 5m}
                      - {host_id: m2, capability: service.control, verb: stop, target_type: service, selector: {external_ids: [web2]}, timeout: 5m}
                    safeties: {suppression_window: 0s}
                    idempotency_window: 0s
                    """,
                    """
                    version: "2.0"
                    name: Blind
                    priority: 30
                    trigger: {type: ups.state, equals: on_battery, for: 0s, ups: rack1}
                    conditions: {all: []}
                    actions:
                      - {host_id: m1, capability: command.run, verb: run, options: {command_id: park}, timeout: 5m, stage: 0}
                      - {host_id: m2, capability: command.run, verb: run, options: {command_id: park}, timeout: 5m, stage: 1}
                    safeties: {suppression_window: 0s}
                    idempotency_window: 0s
                    """);

    private final Path folder;
    private final Random random;
    private final RealUpsd upsd;
    private final RealSshd sshd;
    private SlowServices services;
    private RunningWalnut walnut;
    private final Set<String> known = new HashSet<>();
    private Outcome undisturbed;
    private long length;
    private int kills;
    private int outages;
    private int inDoubt;

    /**
     * Everything that is left of an outage: the runs with their steps, and how often each order
     * came.
     */
    private record Outcome(Map<String, List<String>> runs, Map<String, Integer> orders) {}

    /** What a lane went through; times in milliseconds. */
    record Tally(int kills, int outages, int inDoubt, long undisturbedMillis) {}

    CrashLane(Path folder, Random random) throws IOException {
        this.folder = folder;
        this.random = random;
        upsd = RealUpsd.with("rack1").start();
        sshd = RealSshd.start();
    }

    /** Installs the product and tells it of its UPS, machines and policies. */
    void install() throws IOException {
        services =
                new SlowServices(
                        sshd,
                        folder,
                        List.of("app1", "db1", "web1", "ci1", "app2", "db2", "web2"),
                        Duration.ofMillis(300));
        services.serve();
        walnut = RunningWalnut.installed(folder, Scene.nut(upsd));
        machine("m1", "app1", "db1", "web1", "ci1");
        machine("m2", "app2", "db2", "web2");
        for (String policy : POLICIES) {
            Scene.armed(walnut, "policy.yaml", policy);
        }
        walnut.done("system", "arm", "--reason", "integration test");
    }

    private void machine(String name, String... its) throws IOException {
        sshd.script("park-array " + name, "sleep 0.3; echo parked\n");
        sshd.answer(
                "systemctl is-active " + String.join(" ", its),
                0,
                String.join("\n", Collections.nCopies(its.length, "active")),
                "");
        Scene.machine(
                walnut,
                sshd,
                name,
                "services=[\"" + String.join("\",\"", its) + "\"]",
                "commands=[\"park | idempotent | park-array " + name + "\"]");
        walnut.get("api/hosts/" + name + "/inventory?refresh=full");
    }

    Tally tally() {
        return new Tally(kills, outages, inDoubt, length);
    }

    /** The measure of all that follows. */
    void playUndisturbed() throws IOException {
        int before = begin();
        long since = System.nanoTime();
        undisturbed = end(before);
        length = Duration.ofNanos(System.nanoTime() - since).toMillis();
        assertThat(undisturbed.runs()).hasSize(POLICIES.size());
        assertThat(undisturbed.orders()).hasSize(9).allSatisfy((order, n) -> assertThat(n).isOne());
    }

    /** An outage with at least one kill in it. */
    void playKilled(AtomicInteger left) throws Exception {
        if (left.getAndDecrement() <= 0) {
            return;
        }
        List<String> moments = new ArrayList<>();
        int before = begin();
        kill(random.nextLong(length + 500), moments);
        while (random.nextDouble() < KILLED_AGAIN && left.getAndDecrement() > 0) {
            long start = walnut.startMillis();
            walnut.launch();
            kill(start / 3 + random.nextLong(start * 2 / 3 + length), moments);
        }
        walnut.start();
        compare(end(before), String.join(", ", moments));
    }

    private int begin() throws IOException {
        outages++;
        services.allRun();
        int before = sshd.commands().size();
        upsd.set("rack1", "ups.status", "OB DISCHRG");
        return before;
    }

    private void kill(long millis, List<String> moments) throws InterruptedException {
        Thread.sleep(millis); // the moment is what is tested
        walnut.kill9();
        kills++;
        moments.add(millis + " ms");
    }

    /** Waits until all runs of the outage are over, and for mains again. */
    private Outcome end(int before) throws IOException {
        await().atMost(SOON).until(() -> fresh().size() == POLICIES.size() && allEnded());
        Outcome outcome = new Outcome(runs(), orders(before));
        upsd.set("rack1", "ups.status", "OL");
        await().atMost(SOON)
                .until(
                        () -> walnut.get("api/ups").at("/items/0/state").asText(),
                        "on_mains"::equals);
        List<JsonNode> all = fresh();
        assertThat(all).as("a start on battery is no second outage").hasSize(POLICIES.size());
        all.forEach(run -> known.add(run.path("id").asText()));
        return outcome;
    }

    private void compare(Outcome outcome, String moments) throws IOException {
        String where = "killed after " + moments + ": " + outcome;
        assertThat(services.allStopped()).as(where).isTrue();
        for (String name : List.of("In order", "At once")) {
            assertThat(outcome.runs().get(name)).as(where).isEqualTo(undisturbed.runs().get(name));
        }
        assertThat(outcome.orders().values()).as(where).allMatch(times -> times == 1);
        Set<String> lost = new HashSet<>(undisturbed.orders().keySet());
        lost.removeAll(outcome.orders().keySet());
        blindIsDoneOrInDoubt(outcome, lost, where);
    }

    /**
     * Of a blind order nobody can know whether it arrived: it comes once, or is said to be in
     * doubt.
     */
    private void blindIsDoneOrInDoubt(Outcome outcome, Set<String> lost, String where) {
        List<String> was = undisturbed.runs().get("Blind");
        List<String> is = outcome.runs().get("Blind");
        for (int step = 1; step < was.size(); step++) {
            if (!is.get(step).equals(was.get(step))) {
                assertThat(is.get(step)).as(where).contains(" unknown ");
                inDoubt++;
                lost.remove("park-array m" + step);
            }
        }
        if (is.subList(1, is.size()).equals(was.subList(1, was.size()))) {
            assertThat(is).as(where).isEqualTo(was);
        }
        assertThat(lost).as("never sent, " + where).isEmpty();
    }

    private boolean allEnded() throws IOException {
        return fresh().stream().noneMatch(run -> run.path("ended_at").isNull());
    }

    /** The runs of this outage. */
    private List<JsonNode> fresh() throws IOException {
        List<JsonNode> fresh = new ArrayList<>();
        for (JsonNode run : walnut.get("api/runs?kind=event&limit=50").path("items")) {
            if (!known.contains(run.path("id").asText())) {
                fresh.add(run);
            }
        }
        return fresh;
    }

    /**
     * By policy: how the run ended, and then how each step did. Their place in the plan and the
     * severity are left out: they tell which host was the first to answer, and whether in time.
     */
    private Map<String, List<String>> runs() throws IOException {
        Map<String, List<String>> runs = new TreeMap<>();
        for (JsonNode listed : fresh()) {
            JsonNode run = walnut.get("api/runs/" + listed.path("id").asText());
            List<String> lines = new ArrayList<>();
            lines.add(words(run, "kind", "mode", "state", "result", "summary"));
            List<String> steps = new ArrayList<>();
            for (JsonNode step : run.path("steps")) {
                steps.add(
                        words(
                                step,
                                "stage",
                                "host_id",
                                "target_id",
                                "verb",
                                "state",
                                "reason",
                                "state_after"));
            }
            Collections.sort(steps);
            lines.addAll(steps);
            runs.put(run.path("policy_name").asText(), lines);
        }
        return runs;
    }

    private static String words(JsonNode node, String... names) {
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            text.append(node.path(name).asText()).append(' ');
        }
        return text.toString();
    }

    /** Orders since then, and how often each came. */
    private Map<String, Integer> orders(int before) {
        Map<String, Integer> orders = new TreeMap<>();
        List<String> commands = sshd.commands();
        commands.subList(before, commands.size()).stream()
                .filter(c -> c.startsWith("systemctl stop") || c.startsWith("park-array"))
                .forEach(c -> orders.merge(c, 1, Integer::sum));
        return orders;
    }

    @Override
    public void close() {
        if (walnut != null) {
            walnut.close();
        }
        sshd.close();
        upsd.close();
    }
}

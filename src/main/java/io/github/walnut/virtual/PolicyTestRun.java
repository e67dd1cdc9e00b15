package io.github.walnut.virtual;

import io.github.walnut.dispatch.Settings;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.PolicyTest;
import io.github.walnut.policy.PolicyTest.Fault;
import io.github.walnut.policy.PolicyTest.Happening;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.Trigger;
import io.github.walnut.run.DriverCall;
import io.github.walnut.run.ErrorClass;
import io.github.walnut.simulation.Scenario;
import io.github.walnut.ups.UpsConfig;
import io.github.walnut.virtual.PolicyTests.Sent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/** One test of a policy, from what is given to what came of it. */
final class PolicyTestRun implements AutoCloseable {

    private static final UUID ID = new UUID(0x7000L, 0x8000_0000_0000_0001L);
    private static final Instant BEGIN = VirtualTime.ORIGIN;
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration REST = Duration.ofSeconds(60);

    private final Policy policy;
    private final PolicyTest test;
    private final Map<String, VirtualUps> fleet = new LinkedHashMap<>();
    private final List<Sent> sent = new ArrayList<>();
    private final Set<String> hosts = new TreeSet<>();
    private final Laboratory laboratory;

    /** The time of the test was over before the test. */
    static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooLong(String message) {
            super(message);
        }
    }

    /**
     * @throws IllegalArgumentException when the test cannot be set up, with the reason
     */
    PolicyTestRun(Policy policy, PolicyTest test, Inventory inventory) {
        this.policy = policy;
        this.test = test;
        TestVariables variables = new TestVariables();
        names().forEach(name -> fleet.put(name, ups(name, variables)));
        laboratory =
                new Laboratory(
                        new LaboratoryPlan(
                                BEGIN,
                                new TestInventory(inventory, test.targets()),
                                List.of(stored()),
                                List.copyOf(fleet.values()),
                                Settings.DEFAULT,
                                UpsConfig.defaults(),
                                TICK,
                                test.armed(),
                                1));
        policy.actions().forEach(action -> hosts.add(action.hostId()));
        test.targets().forEach(this::place);
        laboratory.world().watch(this::called);
    }

    private Stream<String> names() {
        return Stream.concat(
                        test.ups().keySet().stream(),
                        test.when().stream().flatMap(each -> each.ups().keySet().stream()))
                .distinct()
                .sorted();
    }

    /** A UPS of which nothing is given stays silent until something is told of it. */
    private VirtualUps ups(String name, TestVariables variables) {
        Map<String, Object> given = test.ups().get(name);
        Map<String, String> first = new LinkedHashMap<>(Map.of("ups.status", "OL"));
        first.putAll(variables.of(given == null ? Map.of() : given));
        VirtualUps ups = new VirtualUps(id(name), first, null);
        if (given == null) {
            ups.fault(Scenario.Fault.SILENCE);
        }
        return ups;
    }

    /** With the server that the policy names. */
    private String id(String name) {
        if (name.contains("@")) {
            return name;
        }
        return policy.triggers().stream()
                .map(Trigger::ups)
                .filter(Objects::nonNull)
                .flatMap(scope -> scope.names().stream())
                .filter(known -> known.contains("@"))
                .filter(known -> Trigger.UpsScope.matches(name, known))
                .findFirst()
                .orElse(name + "@test");
    }

    private StoredPolicy stored() {
        return new StoredPolicy(
                ID,
                policy,
                "{}",
                "application/json",
                StoredPolicy.Status.ENABLED,
                test.armed(),
                test.armed() ? "test" : null,
                "test",
                "test",
                1,
                List.of(),
                BEGIN,
                "system",
                BEGIN,
                "system");
    }

    private void place(String path, String state) {
        int slash = path.indexOf('/');
        hosts.add(path.substring(0, slash));
        laboratory.world().put(path.substring(0, slash), path.substring(slash + 1), state);
    }

    private void called(DriverCall call) {
        if (call.mode() == DriverCall.Mode.EXECUTE) {
            Duration at = Duration.between(BEGIN, laboratory.now());
            sent.add(new Sent(at, call.host().id() + "/" + call.target().id(), call.verb()));
        }
    }

    /**
     * What the test claims and did not come about.
     *
     * @param steps of the virtual world that it may take, so that every machine judges alike
     * @throws TooLong when it did not come to its end
     */
    List<String> play(long steps) {
        laboratory.time().allow(steps);
        try {
            happen();
        } catch (VirtualTime.OutOfSteps e) {
            throw tooLong(steps);
        }
        if (!over()) {
            throw tooLong(steps);
        }
        return new TestClaims(ID, test.then(), laboratory, sent).broken();
    }

    private void happen() {
        TestVariables variables = new TestVariables();
        laboratory.boot();
        for (Happening happening : test.when()) {
            laboratory.passUntil(BEGIN.plus(happening.at()));
            happens(happening, variables);
        }
        laboratory.passUntil(BEGIN.plus(end()));
        while (!over() && elapsed().compareTo(LONGEST) < 0) {
            laboratory.pass(TICK.multipliedBy(10));
        }
    }

    private TooLong tooLong(long steps) {
        return new TooLong(
                "not over after "
                        + elapsed().toSeconds()
                        + " s of virtual time; it may take 24 h of that and "
                        + steps
                        + " steps");
    }

    /** Steps of the virtual world that it took so far. */
    long steps() {
        return laboratory.time().steps();
    }

    /** What left so far, in order. */
    List<Sent> sent() {
        return List.copyOf(sent);
    }

    private Duration elapsed() {
        return Duration.between(BEGIN, laboratory.now());
    }

    private boolean over() {
        return laboratory.runs().stream().allMatch(run -> run.state().terminal());
    }

    /** Long enough for every window that may be open after the last happening. */
    private Duration end() {
        Duration last =
                test.when().isEmpty()
                        ? Duration.ZERO
                        : test.when().get(test.when().size() - 1).at();
        Duration window =
                policy.triggers().stream()
                        .map(PolicyTestRun::window)
                        .max(Duration::compareTo)
                        .orElse(Duration.ZERO);
        Duration end = last.plus(window).plus(REST);
        return end.compareTo(LONGEST) < 0 ? end : LONGEST;
    }

    private static Duration window(Trigger trigger) {
        if (trigger instanceof Trigger.InState in) {
            return in.holdFor();
        }
        if (trigger instanceof Trigger.Transition transition) {
            return transition.stableFor();
        }
        if (trigger instanceof Trigger.Threshold threshold) {
            return threshold.holdFor();
        }
        return trigger instanceof Trigger.After after ? after.after() : Duration.ZERO;
    }

    private void happens(Happening happening, TestVariables variables) {
        happening
                .ups()
                .forEach(
                        (name, values) -> {
                            VirtualUps ups = fleet.get(name);
                            ups.fault(Scenario.Fault.NONE);
                            ups.set(laboratory.now(), variables.of(values));
                        });
        if (happening.event() != null) {
            laboratory.call(happening.event(), happening.body());
        }
        if (happening.fault() != null) {
            befalls(happening.fault());
        }
    }

    private void befalls(Fault fault) {
        HostFault wrong =
                switch (fault.kind()) {
                    case "host_down" -> new HostFault.Down();
                    case "slow" -> new HostFault.Slow(fault.slow());
                    default -> new HostFault.Refusing(ErrorClass.FORBIDDEN);
                };
        for (String host : fault.host() == null ? hosts : Set.of(fault.host())) {
            laboratory.world().fault(host, wrong);
        }
    }

    @Override
    public void close() {
        laboratory.close();
    }
}

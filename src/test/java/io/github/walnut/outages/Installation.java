package io.github.walnut.outages;

import io.github.walnut.dispatch.Settings;
import io.github.walnut.inventory.Selector;
import io.github.walnut.outages.World.Act;
import io.github.walnut.outages.World.Guest;
import io.github.walnut.outages.World.Machine;
import io.github.walnut.outages.World.Rule;
import io.github.walnut.outages.World.Sign;
import io.github.walnut.outages.World.Unit;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.Trigger;
import io.github.walnut.run.ErrorClass;
import io.github.walnut.simulation.Scenario;
import io.github.walnut.ups.UpsConfig;
import io.github.walnut.ups.UpsState;
import io.github.walnut.virtual.Catalogue;
import io.github.walnut.virtual.Conduct;
import io.github.walnut.virtual.LaboratoryPlan;
import io.github.walnut.virtual.VirtualSite;
import io.github.walnut.virtual.VirtualUps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The same world in walNUT's own words: inventory, policies and UPSs. */
final class Installation {

    static final Duration POLL = Duration.ofSeconds(5);
    static final Duration FAST = Duration.ofSeconds(2);
    static final Duration TICK = Duration.ofSeconds(1);

    private static final Selector ALL =
            new Selector(List.of(), List.of(), Map.of(), Map.of(), null, true, true);

    private final World world;
    private final Instant begin;

    Installation(World world, Instant begin) {
        this.world = world;
        this.begin = begin;
    }

    LaboratoryPlan plan() {
        UpsConfig usual = UpsConfig.defaults();
        UpsConfig config =
                new UpsConfig(
                        POLL,
                        FAST,
                        usual.heartbeat(),
                        usual.outageMerge(),
                        usual.thresholds(),
                        usual.critical());
        return new LaboratoryPlan(
                begin,
                site(),
                world.rules().stream().map(this::stored).toList(),
                world.units().stream().map(Installation::ups).toList(),
                Settings.DEFAULT.withMaxConcurrentActions(world.limit()),
                config,
                TICK,
                true,
                world.seed());
    }

    private VirtualSite site() {
        VirtualSite site = new VirtualSite(Catalogue.all());
        for (Machine machine : world.machines()) {
            site.host(machine.id(), machine.self());
            for (Guest guest : machine.guests()) {
                if (!guest.type().equals("host")) {
                    String status = status(guest.type(), guest.running());
                    site.target(machine.id(), guest.type(), guest.id(), status);
                }
            }
        }
        return site;
    }

    private static VirtualUps ups(Unit unit) {
        return new VirtualUps(
                unit.id(),
                Map.of(
                        "ups.status", "OL",
                        "input.voltage", "230",
                        "battery.charge", "100",
                        "ups.load", "30"),
                new Scenario.Battery(unit.runtime(), Duration.ofHours(2)));
    }

    static UUID id(Rule rule) {
        return new UUID(0x7000L, 0x8000_0000_0000_0000L | rule.number());
    }

    private StoredPolicy stored(Rule rule) {
        Policy policy =
                new Policy(
                        "rule " + rule.number(),
                        null,
                        true,
                        rule.priority(),
                        false,
                        true,
                        Policy.Logic.ALL,
                        triggers(rule),
                        List.of(),
                        List.of(),
                        actions(rule),
                        rule.suppression(),
                        Duration.ZERO,
                        rule.lock(),
                        List.of(),
                        null,
                        List.of(),
                        null);
        return new StoredPolicy(
                id(rule),
                policy,
                "{}",
                "application/json",
                StoredPolicy.Status.ENABLED,
                rule.armed(),
                rule.armed() ? "b" : null,
                "h" + rule.number(),
                "b",
                1,
                List.of(),
                begin,
                "admin",
                begin,
                "admin");
    }

    private static List<Trigger> triggers(Rule rule) {
        Trigger.UpsScope scope = new Trigger.UpsScope(rule.units(), rule.atLeast(), false);
        if (rule.sign() == Sign.LOST_ON_BATTERY) {
            return List.of(
                    new Trigger.InState(scope, UpsState.OB, Duration.ZERO, List.of()),
                    new Trigger.InState(scope, UpsState.COMM_LOST, Duration.ZERO, List.of()));
        }
        if (rule.sign() == Sign.TURNED_TO_BATTERY) {
            return List.of(new Trigger.Transition(scope, UpsState.OL, UpsState.OB, rule.hold()));
        }
        UpsState state =
                switch (rule.sign()) {
                    case LOW_BATTERY -> UpsState.LB;
                    case CRITICAL -> UpsState.CRITICAL;
                    default -> UpsState.OB;
                };
        return List.of(new Trigger.InState(scope, state, rule.hold(), List.of()));
    }

    private static List<Policy.Action> actions(Rule rule) {
        List<Policy.Action> actions = new ArrayList<>();
        for (Act act : rule.acts()) {
            boolean host = act.type().equals("host");
            actions.add(
                    new Policy.Action(
                            "a" + actions.size(),
                            true,
                            act.machine(),
                            capability(act.type()),
                            verb(act.type()),
                            act.type(),
                            host ? Selector.NONE : ALL,
                            Map.of(),
                            null,
                            act.stage(),
                            List.of(),
                            act.delay(),
                            act.timeout(),
                            act.escalate(),
                            act.onPowerReturn(),
                            act.continueOnError()));
        }
        return actions;
    }

    private static String capability(String type) {
        return switch (type) {
            case "vm" -> "vm.lifecycle";
            case "outlet" -> "outlet.power";
            default -> "power.control";
        };
    }

    /** What stops a target of this type. */
    static String verb(String type) {
        return type.equals("outlet") ? "off" : "shutdown";
    }

    static String status(String type, boolean running) {
        return switch (type) {
            case "outlet" -> running ? "on" : "off";
            case "host" -> running ? "up" : "down";
            default -> running ? "running" : "stopped";
        };
    }

    static Conduct conduct(Guest guest) {
        Conduct usual = Conduct.taking(guest.takes());
        return switch (guest.temper()) {
            case GOOD -> usual;
            case REFUSES -> new Conduct(usual.takes(), 0, 0, false, ErrorClass.FORBIDDEN);
            case LIES -> new Conduct(usual.takes(), 0, 1, false, null);
            case HANGS -> new Conduct(usual.takes(), 0, 0, true, null);
            case SHAKY -> new Conduct(usual.takes(), 0.3, 0, false, null);
        };
    }
}

package io.github.walnut.outages;

import io.github.walnut.outages.World.Act;
import io.github.walnut.outages.World.Guest;
import io.github.walnut.outages.World.Happening;
import io.github.walnut.outages.World.Machine;
import io.github.walnut.outages.World.Rule;
import io.github.walnut.outages.World.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Leaves out of a world whatever can be left out while it still fails in the same way. */
final class Shrinker {

    private static final int PATIENCE = 600;

    private final Predicate<World> fails;
    private int tries;

    Shrinker(Predicate<World> fails) {
        this.fails = fails;
    }

    World shrink(World world) {
        World smallest = world;
        Optional<World> next = Optional.of(world);
        while (next.isPresent()) {
            smallest = next.get();
            next = smaller(smallest).filter(this::worse).findFirst();
        }
        return smallest;
    }

    private boolean worse(World world) {
        return tries++ < PATIENCE && fails.test(world);
    }

    /** Big pieces first. */
    private static Stream<World> smaller(World world) {
        return Stream.of(
                        without(world.rules()).map(rules -> with(world, rules)),
                        world.machines().stream().map(machine -> without(world, machine)),
                        world.units().stream().flatMap(unit -> without(world, unit)),
                        without(world.script()).map(script -> scripted(world, script)),
                        plainer(world),
                        fewerGuests(world))
                .flatMap(each -> each);
    }

    /** Fewer actions, and fewer words about each policy. */
    private static Stream<World> plainer(World world) {
        return world.rules().stream()
                .flatMap(
                        rule ->
                                plainer(rule)
                                        .map(
                                                other ->
                                                        with(
                                                                world,
                                                                replaced(
                                                                        world.rules(),
                                                                        rule,
                                                                        other))));
    }

    private static Stream<Rule> plainer(Rule rule) {
        Stream<Rule> fewer =
                without(rule.acts())
                        .filter(acts -> !acts.isEmpty())
                        .map(acts -> with(rule, rule.suppression(), rule.lock(), acts));
        Stream<Rule> plain =
                Stream.of(with(rule, Duration.ZERO, null, rule.acts()))
                        .filter(other -> !other.equals(rule));
        Stream<Rule> mild =
                rule.acts().stream()
                        .map(act -> with(rule, plain(act)))
                        .filter(other -> !other.equals(rule));
        return Stream.of(fewer, plain, mild).flatMap(each -> each);
    }

    private static Rule with(Rule rule, Act act) {
        List<Act> acts =
                rule.acts().stream()
                        .map(
                                old ->
                                        old.machine().equals(act.machine())
                                                        && old.type().equals(act.type())
                                                ? act
                                                : old)
                        .toList();
        return with(rule, rule.suppression(), rule.lock(), acts);
    }

    private static Act plain(Act act) {
        return new Act(
                act.machine(),
                act.type(),
                act.stage(),
                Duration.ZERO,
                act.timeout(),
                List.of(),
                act.onPowerReturn(),
                true);
    }

    private static Rule with(Rule rule, Duration suppression, String lock, List<Act> acts) {
        return new Rule(
                rule.number(),
                rule.sign(),
                rule.units(),
                rule.atLeast(),
                rule.hold(),
                rule.priority(),
                suppression,
                lock,
                rule.armed(),
                acts);
    }

    private static Stream<World> fewerGuests(World world) {
        return world.machines().stream()
                .flatMap(
                        machine ->
                                Stream.concat(fewer(machine), better(machine))
                                        .map(
                                                other ->
                                                        machines(
                                                                world,
                                                                replaced(
                                                                        world.machines(),
                                                                        machine,
                                                                        other))));
    }

    private static Stream<Machine> fewer(Machine machine) {
        return without(machine.guests())
                .filter(guests -> !guests.isEmpty())
                .map(guests -> new Machine(machine.id(), machine.self(), guests));
    }

    private static Stream<Machine> better(Machine machine) {
        return machine.guests().stream()
                .filter(guest -> guest.temper() != World.Temper.GOOD)
                .map(
                        guest ->
                                new Machine(
                                        machine.id(),
                                        machine.self(),
                                        replaced(machine.guests(), guest, good(guest))));
    }

    private static Guest good(Guest guest) {
        return new Guest(
                guest.type(), guest.id(), guest.running(), guest.takes(), World.Temper.GOOD);
    }

    private static World without(World world, Machine machine) {
        List<Rule> rules = new ArrayList<>();
        for (Rule rule : world.rules()) {
            List<Act> acts =
                    rule.acts().stream()
                            .filter(act -> !act.machine().equals(machine.id()))
                            .toList();
            if (!acts.isEmpty()) {
                rules.add(with(rule, rule.suppression(), rule.lock(), acts));
            }
        }
        List<Machine> machines = new ArrayList<>(world.machines());
        machines.remove(machine);
        return machines(with(world, rules), machines);
    }

    /** Only a UPS to which no policy listens. */
    private static Stream<World> without(World world, Unit unit) {
        if (world.rules().stream().anyMatch(rule -> rule.units().contains(unit.id()))) {
            return Stream.empty();
        }
        List<Unit> units = new ArrayList<>(world.units());
        units.remove(unit);
        List<Happening> script =
                world.script().stream().filter(each -> !Story.about(each, unit.id())).toList();
        return Stream.of(
                new World(
                        world.seed(),
                        units,
                        world.machines(),
                        world.rules(),
                        script,
                        world.limit(),
                        world.latency()));
    }

    private static <T> Stream<List<T>> without(List<T> list) {
        return list.stream()
                .map(
                        each -> {
                            List<T> fewer = new ArrayList<>(list);
                            fewer.remove(each);
                            return fewer;
                        });
    }

    private static <T> List<T> replaced(List<T> list, T old, T other) {
        return list.stream().map(each -> each.equals(old) ? other : each).toList();
    }

    private static World with(World world, List<Rule> rules) {
        return new World(
                world.seed(),
                world.units(),
                world.machines(),
                rules,
                world.script(),
                world.limit(),
                world.latency());
    }

    private static World machines(World world, List<Machine> machines) {
        return new World(
                world.seed(),
                world.units(),
                machines,
                world.rules(),
                world.script(),
                world.limit(),
                world.latency());
    }

    private static World scripted(World world, List<Happening> script) {
        return new World(
                world.seed(),
                world.units(),
                world.machines(),
                world.rules(),
                script,
                world.limit(),
                world.latency());
    }
}

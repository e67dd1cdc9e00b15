package io.github.walnut.outages;

import io.github.walnut.outages.World.Act;
import io.github.walnut.outages.World.BatteryTest;
import io.github.walnut.outages.World.Contact;
import io.github.walnut.outages.World.Crash;
import io.github.walnut.outages.World.Guest;
import io.github.walnut.outages.World.Happening;
import io.github.walnut.outages.World.HostState;
import io.github.walnut.outages.World.Machine;
import io.github.walnut.outages.World.MadeUp;
import io.github.walnut.outages.World.MainsFail;
import io.github.walnut.outages.World.MainsReturn;
import io.github.walnut.outages.World.Rule;
import io.github.walnut.outages.World.Sign;
import io.github.walnut.outages.World.Standstill;
import io.github.walnut.outages.World.Started;
import io.github.walnut.outages.World.Temper;
import io.github.walnut.outages.World.Unit;
import io.github.walnut.policy.Policy.Action.OnPowerReturn;
import io.github.walnut.run.ErrorClass;
import io.github.walnut.simulation.Scenario.Fault;
import io.github.walnut.virtual.HostFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/** Makes a world of a seed. */
final class WorldMaker {

    private static final Fault[] FAULTS = {
        Fault.STALE, Fault.DRIVER_GONE, Fault.SILENCE, Fault.CUT, Fault.GARBAGE
    };

    private final long seed;
    private final SplittableRandom dice;
    private final List<Happening> script = new ArrayList<>();

    private WorldMaker(long seed) {
        this.seed = seed;
        this.dice = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + 1);
    }

    /** Mains fail, and whatever else may go wrong. */
    static World outage(long seed) {
        return new WorldMaker(seed).world(true);
    }

    /** Mains hold; contact, hosts and walNUT itself fail. */
    static World calm(long seed) {
        return new WorldMaker(seed).world(false);
    }

    private World world(boolean mainsFail) {
        List<Unit> units = units();
        List<Machine> machines = machines();
        List<Rule> rules = rules(units, machines);
        if (mainsFail) {
            outages(units);
        } else {
            units.forEach(unit -> faults(unit, seconds(1, 40), 3));
        }
        if (chance(0.3)) {
            hostFault(machines);
        }
        for (int i = 0; i < 2 && chance(mainsFail ? 0.3 : 0.5); i++) {
            script.add(new Crash(seconds(5, 200), seconds(1, 20)));
        }
        script.addAll(madeUp(units));
        standstills();
        script.sort(Comparator.comparing(Happening::at));
        return new World(
                seed,
                units,
                machines,
                rules,
                script,
                1 + dice.nextInt(10),
                Duration.ofMillis(20 + dice.nextInt(400)));
    }

    private List<Unit> units() {
        List<Unit> units = new ArrayList<>();
        int count = 1 + dice.nextInt(3) * dice.nextInt(2);
        for (int i = 0; i < count; i++) {
            units.add(
                    new Unit(
                            "ups-" + (char) ('a' + i) + "@lab",
                            Duration.ofSeconds(60 + dice.nextInt(1200))));
        }
        return units;
    }

    private List<Machine> machines() {
        List<Machine> machines = new ArrayList<>();
        int count = 1 + dice.nextInt(3);
        for (int i = 0; i < count; i++) {
            List<Guest> guests = new ArrayList<>();
            int inside = dice.nextInt(4);
            boolean stuck = false;
            for (int g = 0; g < inside; g++) {
                Temper temper = temper();
                temper = temper == Temper.HANGS && stuck ? Temper.GOOD : temper;
                stuck |= temper == Temper.HANGS;
                guests.add(guest("vm", String.valueOf(101 + g), temper));
            }
            if (chance(0.4)) {
                guests.add(guest("outlet", "1", Temper.GOOD));
            }
            guests.add(guest("host", "h" + i, Temper.GOOD));
            machines.add(new Machine("h" + i, i > 0 && chance(0.15), guests));
        }
        return machines;
    }

    private Guest guest(String type, String id, Temper temper) {
        return new Guest(type, id, chance(0.85), seconds(1, 30), temper);
    }

    private Temper temper() {
        return chance(0.8) ? Temper.GOOD : Temper.values()[1 + dice.nextInt(4)];
    }

    private List<Rule> rules(List<Unit> units, List<Machine> machines) {
        List<Rule> rules = new ArrayList<>();
        int count = 1 + dice.nextInt(3);
        for (int i = 0; i < count; i++) {
            rules.add(rule(i + 1, units, machines));
        }
        return rules;
    }

    private Rule rule(int number, List<Unit> units, List<Machine> machines) {
        Sign sign = Sign.values()[dice.nextInt(Sign.values().length)];
        List<String> watched = new ArrayList<>();
        watched.add(units.get(dice.nextInt(units.size())).id());
        int atLeast = 1;
        if (units.size() > 1 && chance(0.3)) {
            watched.clear();
            units.forEach(unit -> watched.add(unit.id()));
            atLeast = sign == Sign.LOST_ON_BATTERY || sign == Sign.TURNED_TO_BATTERY ? 1 : 2;
        }
        Duration hold =
                sign == Sign.LOST_ON_BATTERY || chance(0.3) ? Duration.ZERO : seconds(1, 60);
        return new Rule(
                number,
                sign,
                watched,
                atLeast,
                hold,
                10 * (1 + dice.nextInt(4)),
                chance(0.7) ? Duration.ZERO : seconds(60, 400),
                chance(0.15) ? "site" : null,
                chance(0.9),
                acts(machines));
    }

    private List<Act> acts(List<Machine> machines) {
        List<Act> acts = new ArrayList<>();
        int stages = 1 + dice.nextInt(3);
        for (int stage = 0; stage < stages; stage++) {
            int inStage = 1 + dice.nextInt(2);
            for (int i = 0; i < inStage; i++) {
                act(machines, stage, acts);
            }
        }
        return acts;
    }

    private void act(List<Machine> machines, int stage, List<Act> acts) {
        Machine machine = machines.get(dice.nextInt(machines.size()));
        Guest any = machine.guests().get(dice.nextInt(machine.guests().size()));
        boolean there =
                acts.stream()
                        .anyMatch(
                                act ->
                                        act.machine().equals(machine.id())
                                                && act.type().equals(any.type()));
        if (there) {
            return;
        }
        acts.add(
                new Act(
                        machine.id(),
                        any.type(),
                        stage,
                        chance(0.2) ? seconds(1, 20) : Duration.ZERO,
                        seconds(70, 120),
                        any.type().equals("vm") && chance(0.3) ? List.of("stop") : List.of(),
                        chance(0.75) ? OnPowerReturn.FINISH : OnPowerReturn.HOLD,
                        chance(0.9)));
    }

    private void outages(List<Unit> units) {
        boolean all = chance(0.5);
        Duration first = seconds(3, 60);
        for (Unit unit : units) {
            if (!all && chance(0.4)) {
                faults(unit, seconds(1, 60), 1);
                continue;
            }
            if (chance(0.1)) {
                first = first.plus(test(unit, first));
            }
            Duration at = all ? first.plus(seconds(0, 8)) : seconds(3, 90);
            int count = 1 + (chance(0.35) ? 1 + dice.nextInt(2) : 0);
            for (int i = 0; i < count; i++) {
                at = outage(unit, at, i == count - 1);
            }
        }
        if (chance(0.3)) {
            somebodyStarts(seconds(60, 300));
        }
    }

    private Duration test(Unit unit, Duration at) {
        Duration lasts = seconds(10, 40);
        script.add(new BatteryTest(at, unit.id()));
        if (chance(0.5)) {
            script.add(new MainsReturn(at.plus(lasts), unit.id()));
        } else {
            script.add(new MainsFail(at.plus(lasts), unit.id()));
        }
        return lasts.plusSeconds(20);
    }

    /** When the next one may begin. */
    private Duration outage(Unit unit, Duration at, boolean last) {
        script.add(new MainsFail(at, unit.id()));
        if (chance(0.35)) {
            faults(unit, at.plus(seconds(0, 60)), 1);
        }
        if (last && chance(0.4)) {
            return at;
        }
        Duration back = at.plus(chance(0.5) ? seconds(2, 60) : seconds(60, 200));
        script.add(new MainsReturn(back, unit.id()));
        return back.plus(chance(0.5) ? seconds(2, 20) : seconds(20, 120));
    }

    private void faults(Unit unit, Duration first, int most) {
        Duration at = first;
        int count = 1 + dice.nextInt(most);
        for (int i = 0; i < count; i++) {
            Duration end = at.plus(chance(0.5) ? seconds(3, 30) : seconds(30, 120));
            script.add(new Contact(at, unit.id(), FAULTS[dice.nextInt(FAULTS.length)]));
            script.add(new Contact(end, unit.id(), Fault.NONE));
            at = end.plus(seconds(5, 60));
        }
    }

    private void hostFault(List<Machine> machines) {
        String machine = machines.get(dice.nextInt(machines.size())).id();
        Duration at = seconds(5, 150);
        script.add(new HostState(at, machine, hostFault()));
        script.add(new HostState(at.plus(seconds(5, 120)), machine, null));
    }

    /** Drawn apart, so that everything else of a seed stays what it is. */
    private void standstills() {
        SplittableRandom apart = new SplittableRandom(seed * 0xD1B54A32D192ED03L + 7);
        List<Duration> fails =
                script.stream().filter(MainsFail.class::isInstance).map(Happening::at).toList();
        for (int i = 0; i < 2 && apart.nextInt(100) < 35; i++) {
            boolean any = fails.isEmpty() || apart.nextInt(3) == 0;
            Duration from = any ? Duration.ZERO : fails.get(apart.nextInt(fails.size()));
            Duration at = from.plusMillis(500 + apart.nextInt(any ? 200_000 : 30_000));
            int most = apart.nextInt(4) == 0 ? 600_000 : 60_000;
            script.add(new Standstill(at, Duration.ofMillis(500 + apart.nextInt(most))));
        }
    }

    private HostFault hostFault() {
        return switch (dice.nextInt(3)) {
            case 0 -> new HostFault.Down();
            case 1 -> new HostFault.Slow(seconds(1, 15));
            default -> new HostFault.Refusing(ErrorClass.UNAVAILABLE);
        };
    }

    /** By dice of its own, so that a seed stays the world that it was but for these. */
    private List<Happening> madeUp(List<Unit> units) {
        SplittableRandom own = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + 7);
        List<Happening> events = new ArrayList<>();
        while (own.nextInt(2) == 0) {
            events.add(
                    new MadeUp(
                            Duration.ofMillis(5_000 + own.nextInt(200_000)),
                            units.get(own.nextInt(units.size())).id(),
                            Duration.ofSeconds(own.nextInt(3600))));
        }
        return events;
    }

    private void somebodyStarts(Duration at) {
        script.add(new Started(at, "*"));
    }

    private Duration seconds(int from, int to) {
        return Duration.ofMillis(1000L * from + dice.nextInt(1000 * (to - from) + 1));
    }

    private boolean chance(double share) {
        return dice.nextDouble() < share;
    }
}

package io.github.walnut.outages;

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
import io.github.walnut.outages.World.Standstill;
import io.github.walnut.outages.World.Started;
import io.github.walnut.run.DriverCall;
import io.github.walnut.run.Run;
import io.github.walnut.run.Step;
import io.github.walnut.ups.PollResult;
import io.github.walnut.ups.Sample;
import io.github.walnut.virtual.Laboratory;
import io.github.walnut.virtual.VirtualTarget;
import io.github.walnut.virtual.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Lets a world happen, with walNUT in it, and writes down what could be seen from outside. */
final class Trial {

    private static final Instant BEGIN = VirtualTime.ORIGIN;

    /** How long the quiet must last before the case is over. */
    private static final Duration QUIET = Duration.ofSeconds(90);

    /** After a death in the middle of a write. */
    private static final Duration AWAY = Duration.ofSeconds(2);

    private static final Duration LONGEST = Duration.ofHours(2);

    /**
     * What a UPS answered.
     *
     * @param flags null when it gave no answer
     * @param full it was asked for everything
     */
    record Heard(Instant at, Set<String> flags, boolean full) {}

    /**
     * A time in which walNUT ran: from a start, or from the end of a standstill.
     *
     * @param to its death, or the begin of a standstill
     * @param woke it went on with what it knew
     */
    record Life(Instant from, Instant to, boolean woke) {}

    /** A run that had waited for its lock began. */
    record Unlocked(Instant at, Run run) {}

    /** An order as it arrived. */
    record Order(Instant at, String path, String verb) {}

    private final World world;
    private final Laboratory laboratory;
    private final Laws laws;
    private final Map<String, List<Heard>> polls = new TreeMap<>();
    private final List<Life> lives = new ArrayList<>();
    private final List<Order> orders = new ArrayList<>();
    private final List<Order> starts = new ArrayList<>();
    private Instant born = BEGIN;
    private boolean woke;
    private Instant stopped;
    private Instant wakes;

    /** The process dies in the middle of a write. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    Trial(World world) {
        this.world = world;
        Installation installation = new Installation(world, BEGIN);
        this.laboratory = new Laboratory(installation.plan());
        this.laws = new Laws(laboratory, world);
        world.units().forEach(unit -> polls.put(unit.id(), new ArrayList<>()));
        laboratory.watchPolls(this::polled).listen(laws);
        laboratory.world().latency(world.latency()).watch(this::called);
        world.machines().forEach(this::furnish);
    }

    private void furnish(Machine machine) {
        for (Guest guest : machine.guests()) {
            String status = Installation.status(guest.type(), guest.running());
            VirtualTarget target =
                    laboratory.world().put(machine.id(), guest.type() + ":" + guest.id(), status);
            target.conduct(Installation.conduct(guest));
        }
    }

    /** walNUT dies once at this write of its store, before it is done or right after. */
    Trial dyingAt(int write, boolean done) {
        laboratory
                .store()
                .fault(
                        (number, committed) -> {
                            if (number == write && committed == done) {
                                throw new Killed();
                            }
                        });
        return this;
    }

    /** How often it wrote. */
    int writes() {
        return laboratory.store().writes();
    }

    /** Plays the script and waits until everything has come to rest. */
    Trial play() {
        boot();
        for (Happening happening : world.script()) {
            passUntil(BEGIN.plus(happening.at()));
            happens(happening);
        }
        passUntil(laboratory.now().plus(QUIET));
        while ((wakes != null || !atRest()) && laboratory.now().isBefore(BEGIN.plus(LONGEST))) {
            passUntil(laboratory.now().plusSeconds(30));
        }
        lives.add(new Life(born, laboratory.now(), woke));
        laws.end();
        laboratory.close();
        return this;
    }

    private void passUntil(Instant at) {
        if (wakes != null && !wakes.isAfter(at)) {
            laboratory.passUntil(wakes);
            goOn();
        }
        run(at);
    }

    private void stop(Duration lasts) {
        if (wakes == null) {
            lives.add(new Life(born, laboratory.now(), woke));
            stopped = laboratory.now();
            wakes = stopped.plus(lasts);
            laboratory.stop();
        }
    }

    private void goOn() {
        born = laboratory.now();
        woke = true;
        wakes = null;
        try {
            laboratory.goOn(Duration.between(stopped, born));
        } catch (Killed e) {
            died(AWAY);
        }
    }

    private void run(Instant at) {
        try {
            if (at.isAfter(laboratory.now())) {
                laboratory.passUntil(at);
            }
        } catch (Killed e) {
            died(AWAY);
            run(at);
        }
    }

    private void boot() {
        try {
            laboratory.boot();
        } catch (Killed e) {
            died(AWAY);
        }
    }

    private void died(Duration away) {
        if (wakes == null) {
            lives.add(new Life(born, laboratory.now(), woke));
        }
        wakes = null;
        woke = false;
        laboratory.kill();
        laboratory.pass(away);
        born = laboratory.now();
        laws.restarted();
        boot();
    }

    private boolean atRest() {
        return laboratory.runs().stream().allMatch(run -> run.state().terminal());
    }

    private void happens(Happening happening) {
        Instant now = laboratory.now();
        if (happening instanceof MainsFail fail) {
            status(fail.unit(), "OB DISCHRG", "0");
        } else if (happening instanceof MainsReturn back) {
            status(back.unit(), "OL CHRG", "230");
        } else if (happening instanceof BatteryTest test) {
            status(test.unit(), "OB DISCHRG CAL", "230");
        } else if (happening instanceof Contact contact) {
            laboratory.ups(contact.unit()).fault(contact.fault());
        } else if (happening instanceof HostState host) {
            if (host.fault() == null) {
                laboratory.world().well(host.machine());
            } else {
                laboratory.world().fault(host.machine(), host.fault());
            }
        } else if (happening instanceof Crash crash) {
            died(crash.away());
        } else if (happening instanceof MadeUp event) {
            laboratory.inject(
                    event.unit(), event.heldFor(), matches -> laws.injected(event.unit(), matches));
        } else if (happening instanceof Standstill standstill) {
            stop(standstill.lasts());
        } else if (happening instanceof Started started) {
            world.machines().forEach(machine -> start(machine, started, now));
        }
    }

    private void status(String unit, String flags, String volts) {
        laboratory
                .ups(unit)
                .set(laboratory.now(), Map.of("ups.status", flags, "input.voltage", volts));
    }

    private void start(Machine machine, Started started, Instant now) {
        for (Guest guest : machine.guests()) {
            String path = guest.path(machine);
            if (started.path().equals("*") || started.path().equals(path)) {
                laboratory.world().target(path).becomes(Installation.status(guest.type(), true));
                starts.add(new Order(now, path, "start"));
            }
        }
    }

    private void polled(PollResult poll) {
        Set<String> flags =
                poll instanceof PollResult.Good good
                        ? Set.copyOf(
                                Arrays.asList(
                                        good.variables().get("ups.status").trim().split("\\s+")))
                        : null;
        boolean full = poll instanceof PollResult.Good good && good.poll() == Sample.Poll.FULL;
        polls.get(poll.upsId()).add(new Heard(poll.at(), flags, full));
    }

    private void called(DriverCall call) {
        if (call.mode() == DriverCall.Mode.EXECUTE) {
            String path = call.host().id() + "/" + call.target().id();
            orders.add(new Order(laboratory.now(), path, call.verb()));
            laws.ordered(call);
        }
    }

    World world() {
        return world;
    }

    Instant begin() {
        return BEGIN;
    }

    Instant end() {
        return laboratory.now();
    }

    List<Heard> polls(String unit) {
        return polls.get(unit);
    }

    List<Life> lives() {
        return lives;
    }

    List<Order> orders() {
        return orders;
    }

    /** What people started by hand. */
    List<Order> starts() {
        return starts;
    }

    /** The live runs that began after they had waited for their lock. */
    List<Unlocked> unlocked() {
        return laws.unlocked();
    }

    List<String> broken() {
        return laws.broken();
    }

    List<Run> runs() {
        return laboratory.runs();
    }

    List<Step> steps(Run run) {
        return laboratory.store().find(run.id()).orElseThrow().steps();
    }

    Laboratory laboratory() {
        return laboratory;
    }
}

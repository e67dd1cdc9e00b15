package io.github.walnut.simulation;

import io.github.walnut.simulation.Scenario.Fault;
import io.github.walnut.simulation.Scenario.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * One UPS of the simulated server: its variables, its battery and its fault. All methods may be
 * called from any thread.
 */
public final class SimulatedUps {

    private final Unit unit;
    private final Map<String, String> variables = new TreeMap<>();
    private final List<String> commandsHeard = new CopyOnWriteArrayList<>();
    private double charge = 100;
    private boolean forcedShutdown;
    private Fault fault = Fault.NONE;

    public SimulatedUps(Unit unit) {
        this.unit = unit;
        reset();
    }

    public String name() {
        return unit.name();
    }

    String description() {
        return unit.description();
    }

    List<String> writable() {
        return unit.writable();
    }

    List<String> commands() {
        return unit.commands();
    }

    /** Every INSTCMD that was accepted, with its parameter. */
    public List<String> commandsHeard() {
        return List.copyOf(commandsHeard);
    }

    void heard(String command) {
        commandsHeard.add(command);
    }

    synchronized void reset() {
        variables.clear();
        variables.putAll(unit.variables());
        charge = number("battery.charge", 100);
        fault = Fault.NONE;
        forcedShutdown = false;
        showBattery();
    }

    public synchronized void set(Map<String, String> values) {
        variables.putAll(values);
        charge = values.containsKey("battery.charge") ? number("battery.charge", charge) : charge;
        showBattery();
    }

    public synchronized void fault(Fault fault) {
        this.fault = fault;
    }

    public synchronized Fault fault() {
        return fault;
    }

    /** FSD is a latch: it stays until the server starts anew. */
    synchronized void forceShutdown() {
        forcedShutdown = true;
    }

    public synchronized Map<String, String> variables() {
        Map<String, String> shown = new TreeMap<>(variables);
        if (forcedShutdown) {
            shown.put("ups.status", "FSD " + variables.get("ups.status"));
        }
        return shown;
    }

    /** Lets the battery drift for the time that has passed. */
    public synchronized void pass(Duration time) {
        if (unit.battery() == null) {
            return;
        }
        double seconds = time.toMillis() / 1000.0;
        charge =
                has("OB")
                        ? Math.max(0, charge - seconds * 100 / unit.battery().runtime().toSeconds())
                        : Math.min(
                                100,
                                charge + seconds * 100 / unit.battery().recharge().toSeconds());
        showBattery();
    }

    private void showBattery() {
        if (unit.battery() == null) {
            return;
        }
        variables.put("battery.charge", Long.toString(Math.round(charge)));
        variables.put(
                "battery.runtime",
                Long.toString(Math.round(charge * unit.battery().runtime().toSeconds() / 100)));
        boolean low = has("OB") && charge <= number("battery.charge.low", 20);
        status("LB", low || (has("LB") && charge <= number("battery.charge.low", 20)));
        if (charge >= 100) {
            status("CHRG", false);
        }
    }

    private boolean has(String flag) {
        return Arrays.asList(variables.get("ups.status").split("\\s+")).contains(flag);
    }

    private void status(String flag, boolean present) {
        if (has(flag) == present) {
            return;
        }
        List<String> flags =
                new ArrayList<>(List.of(variables.get("ups.status").trim().split("\\s+")));
        if (present) {
            flags.add(flag);
        } else {
            flags.remove(flag);
        }
        variables.put("ups.status", String.join(" ", flags));
    }

    private double number(String name, double otherwise) {
        String text = variables.get(name);
        try {
            return text == null ? otherwise : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return otherwise; // a scenario may put any text there, to see what a client makes of it
        }
    }
}

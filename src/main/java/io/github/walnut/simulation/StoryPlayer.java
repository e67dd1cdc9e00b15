package io.github.walnut.simulation;

import io.github.walnut.simulation.Scenario.Fault;
import io.github.walnut.simulation.Scenario.Step;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Plays the steps of a scenario as time passes. Used from one thread. */
final class StoryPlayer {

    private final Scenario scenario;
    private final Collection<SimulatedUps> units;
    private final double speed;
    private final Consumer<Step> story;
    private final Map<SimulatedUps, Duration> faultEnds = new HashMap<>();
    private Duration now = Duration.ZERO;
    private int next;

    StoryPlayer(
            Scenario scenario, Collection<SimulatedUps> units, double speed, Consumer<Step> story) {
        this.scenario = scenario;
        this.units = units;
        this.speed = speed;
        this.story = story;
    }

    /**
     * @param real time that passed outside the simulation
     */
    void pass(Duration real) {
        Duration simulated = Duration.ofNanos(Math.round(real.toNanos() * speed));
        now = now.plus(simulated);
        units.forEach(ups -> ups.pass(simulated));
        endFaults();
        List<Step> steps = scenario.steps();
        while (next < steps.size() && steps.get(next).at().compareTo(now) <= 0) {
            play(steps.get(next++));
        }
        if (scenario.length() != null && now.compareTo(scenario.length()) >= 0) {
            now = now.minus(scenario.length());
            next = 0;
            faultEnds.clear();
            units.forEach(SimulatedUps::reset);
        }
    }

    private void play(Step step) {
        for (SimulatedUps ups : units) {
            if (step.ups().equals("*") || step.ups().equals(ups.name())) {
                ups.set(step.set());
                if (step.fault() != null) {
                    ups.fault(step.fault());
                    faultEnds.remove(ups);
                    if (step.lasting() != null) {
                        faultEnds.put(ups, step.at().plus(step.lasting()));
                    }
                }
            }
        }
        story.accept(step);
    }

    private void endFaults() {
        faultEnds
                .entrySet()
                .removeIf(
                        entry -> {
                            boolean over = entry.getValue().compareTo(now) <= 0;
                            if (over) {
                                entry.getKey().fault(Fault.NONE);
                            }
                            return over;
                        });
    }
}

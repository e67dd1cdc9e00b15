package io.github.walnut.app;

import io.github.walnut.simulation.Scenario;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;

/**
 * The story of the demonstration as chance varies it: how long all of it takes, how much the rack
 * draws, what the mains give. What follows what stays. Equal seeds tell it alike.
 */
final class DemoOutage {

    private static final double SHORTEST = 0.9;
    private static final double LONGEST = 1.2;
    private static final double LEAST_LOAD = 0.8;
    private static final double MOST_LOAD = 1.3;
    private static final double VOLTS = 3;

    private final double stretch;
    private final double load;
    private final double volts;

    DemoOutage(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        stretch = random.nextDouble(SHORTEST, LONGEST);
        load = random.nextDouble(LEAST_LOAD, MOST_LOAD);
        volts = random.nextDouble(-VOLTS, VOLTS);
    }

    Scenario of(Scenario written) {
        return new Scenario(
                written.units().stream().map(this::unit).toList(),
                written.users(),
                written.steps().stream().map(this::step).toList(),
                time(written.length()));
    }

    private Scenario.Unit unit(Scenario.Unit unit) {
        return new Scenario.Unit(
                unit.name(),
                unit.description(),
                variables(unit.variables()),
                unit.writable(),
                unit.commands(),
                new Scenario.Battery(
                        time(unit.battery().runtime()), time(unit.battery().recharge())));
    }

    private Scenario.Step step(Scenario.Step step) {
        return new Scenario.Step(
                time(step.at()), step.ups(), variables(step.set()), step.fault(), step.lasting());
    }

    private Duration time(Duration written) {
        return Duration.ofMillis(Math.round(written.toMillis() * stretch));
    }

    private Map<String, String> variables(Map<String, String> written) {
        Map<String, String> varied = new HashMap<>(written);
        vary(varied, "ups.load", "%.0f", percent -> percent * load);
        vary(varied, "ups.realpower", "%.0f", watts -> watts * load);
        vary(varied, "input.voltage", "%.1f", mains -> mains == 0 ? 0 : mains + volts);
        return varied;
    }

    private static void vary(
            Map<String, String> variables, String name, String form, DoubleUnaryOperator change) {
        variables.computeIfPresent(
                name,
                (same, text) ->
                        String.format(
                                Locale.ROOT, form, change.applyAsDouble(Double.parseDouble(text))));
    }
}

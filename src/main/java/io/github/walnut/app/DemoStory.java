package io.github.walnut.app;

import io.github.walnut.run.Run;
import io.github.walnut.run.Step;
import io.github.walnut.simulation.Scenario;
import io.github.walnut.ups.Event;
import java.io.PrintStream;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells the demonstration on the terminal, a line for each thing that happens. */
final class DemoStory implements Observer {

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final Set<String> TOLD =
            Set.of(
                    "mains_lost",
                    "mains_returned",
                    "low_battery",
                    "low_battery_cleared",
                    "critical",
                    "outage_started",
                    "outage_ended",
                    "comm_lost",
                    "comm_restored");
    private static final Map<String, String> DONE =
            Map.of("shutdown", "is down", "start", "runs", "off", "is off", "on", "is on");

    private final PrintStream out;

    DemoStory(PrintStream out) {
        this.out = out;
    }

    synchronized void say(String text) {
        out.println(text);
        out.flush();
    }

    private void tell(String text) {
        say(LocalTime.now().format(CLOCK) + "  " + text);
    }

    void told(Scenario.Step step) {
        if (step.set().containsKey("input.voltage")) {
            tell(
                    step.set().get("ups.status").startsWith("OB")
                            ? "-- the mains fail --"
                            : "-- the mains are back --");
        }
    }

    @Override
    public void happened(Event event) {
        if (TOLD.contains(event.name())) {
            String charge =
                    event.attrs().get("battery_percent") instanceof Number percent
                            ? ", battery at " + Math.round(percent.doubleValue()) + " %"
                            : "";
            tell(event.message() + charge);
        }
    }

    @Override
    public void changed(String type, Run run, List<Step> changed) {
        switch (type) {
            case "run.created" -> tell(title(run) + run.policyName());
            case "run.closed" -> tell("        done: " + run.summary());
            default -> changed.forEach(this::step);
        }
    }

    private static String title(Run run) {
        return run.kind() == Run.Kind.RECOVERY ? "RECOVERY after  " : "POLICY  ";
    }

    private void step(Step step) {
        String name = step.target().name();
        switch (step.state()) {
            case INTENT -> tell("        " + step.verb() + " " + name);
            case CONFIRMED ->
                    tell("        " + name + " " + DONE.getOrDefault(step.verb(), "confirmed"));
            case FAILED, TIMED_OUT ->
                    tell("        " + name + ": " + step.state().word() + " " + step.reason());
            default -> {
                // the rest is for the console
            }
        }
    }
}

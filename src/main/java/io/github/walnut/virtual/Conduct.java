package io.github.walnut.virtual;

import io.github.walnut.run.ErrorClass;
import java.time.Duration;
import java.util.Map;

/**
 * How a target takes orders as a rule; a {@link Behaviour} is what it does once.
 *
 * @param takes how long it is on its way, by verb; the empty verb stands for all others
 * @param fails share of orders that it reports as failed, 0 to 1
 * @param lies share of orders that it accepts and does not carry out, 0 to 1
 * @param hangs it never answers an order, and does not carry it out
 * @param refuses why it refuses every order, or null
 */
public record Conduct(
        Map<String, Span> takes, double fails, double lies, boolean hangs, ErrorClass refuses) {

    public static final Conduct GOOD = new Conduct(Map.of(), 0, 0, false, null);

    private static final Span USUAL = Span.of(Duration.ofSeconds(20));

    /** A time between two others, or a fixed one. */
    public record Span(Duration from, Duration to) {

        public static Span of(Duration fixed) {
            return new Span(fixed, fixed);
        }

        Duration at(double place) {
            long more = Math.round(to.minus(from).toMillis() * place);
            return from.plusMillis(more);
        }
    }

    public Conduct {
        takes = Map.copyOf(takes);
    }

    /** Every order takes so long. */
    public static Conduct taking(Duration time) {
        return new Conduct(Map.of("", Span.of(time)), 0, 0, false, null);
    }

    Span takes(String verb) {
        return takes.getOrDefault(verb, takes.getOrDefault("", USUAL));
    }
}

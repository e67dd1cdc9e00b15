package io.github.walnut.policy;

import java.time.Duration;
import java.util.Collection;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * How long a stage may take.
 *
 * @param budget of its slowest action, delay and harsher verbs included
 * @param hosts that get orders in it
 */
public record StageTime(Duration budget, int hosts) {

    /**
     * The stages one after the other. At worst each host holds its place for the whole budget, and
     * the others wait for one.
     *
     * @param atOnce how many orders may be in flight over all hosts, at least 1
     */
    public static Duration total(Collection<StageTime> stages, int atOnce) {
        return stages.stream()
                .map(stage -> stage.budget().multipliedBy((stage.hosts() - 1L) / atOnce + 1))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /**
     * The least number of orders at once with which the stages take no longer than this; empty when
     * it is enough as it is, or when no number would do.
     */
    public static OptionalInt enough(Collection<StageTime> stages, int atOnce, Duration available) {
        int hosts = stages.stream().mapToInt(StageTime::hosts).max().orElse(1);
        return total(stages, atOnce).compareTo(available) <= 0
                ? OptionalInt.empty()
                : IntStream.rangeClosed(atOnce + 1, hosts)
                        .filter(n -> total(stages, n).compareTo(available) <= 0)
                        .findFirst();
    }
}

package io.github.walnut.run;

import java.util.function.BooleanSupplier;

/**
 * What a run has to know of the others.
 *
 * @param othersLeft another run of the same outage still has steps, so what walNUT runs on has to
 *     wait
 * @param lockFree no other run holds the lock that this one needs, or is ahead of it
 * @param power what is known of every UPS
 * @param hostsWanted a shutdown run has orders left for a host on which this run starts something
 * @param hold of all runs, or null
 * @param stillMet the match would still be made; asked only where a run has waited for its lock
 */
public record Surroundings(
        boolean othersLeft,
        boolean lockFree,
        boolean hostsWanted,
        PowerBoard power,
        Hold hold,
        BooleanSupplier stillMet) {}

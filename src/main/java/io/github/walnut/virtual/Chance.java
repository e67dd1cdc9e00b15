package io.github.walnut.virtual;

import java.util.SplittableRandom;

/**
 * Chance that falls the same way whenever seed and question are equal, whatever else was asked
 * before. So leaving out one target changes nothing about the others.
 */
public record Chance(long seed) {

    /** From 0 up to, not including, 1. */
    public double roll(String question) {
        long mixed = seed * 0x9E3779B97F4A7C15L + question.hashCode();
        return new SplittableRandom(mixed).nextDouble();
    }
}

package io.github.walnut.component.device;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Chance that falls the same way whenever seed, target, verb and the count of changes are equal.
 */
record VirtualDice(int seed, String target, String verb, int change) {

    private static final double RANGE = 4_294_967_296.0;

    /** From 0 up to, not including, 1. */
    double roll(String question) {
        CRC32 crc = new CRC32();
        crc.update(
                (seed + "/" + target + "/" + verb + "/" + change + "/" + question)
                        .getBytes(StandardCharsets.UTF_8));
        return crc.getValue() / RANGE;
    }
}

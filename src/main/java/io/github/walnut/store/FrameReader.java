package io.github.walnut.store;

import java.nio.charset.StandardCharsets;

/** Reads what {@link FrameWriter} wrote, in the same order. */
final class FrameReader {

    /**
     * The low three bits of a number say what it is; from {@code DECIMALS} on, its decimals. The
     * last kind builds on the number before.
     */
    static final int NONE = 0;

    static final int EXACT = 1;
    static final int DECIMALS = 2;
    static final int MORE = 7;
    static final double[] TENS = {1, 10, 100, 1_000, 10_000};

    private final byte[] bytes;
    private int next;

    FrameReader(byte[] bytes) {
        this.bytes = bytes;
    }

    boolean more() {
        return next < bytes.length;
    }

    int octet() {
        return bytes[next++] & 0xff;
    }

    long count() {
        byte one = bytes[next++];
        if (one >= 0) {
            return one;
        }
        long value = one & 0x7f;
        int shift = 7;
        while (true) {
            one = bytes[next++];
            value |= (long) (one & 0x7f) << shift;
            if (one >= 0) {
                return value;
            }
            shift += 7;
        }
    }

    long step() {
        return unfolded(count());
    }

    private static long unfolded(long value) {
        return value >>> 1 ^ -(value & 1);
    }

    String text() {
        int length = (int) count();
        String text = new String(bytes, next, length, StandardCharsets.UTF_8);
        next += length;
        return text;
    }

    /** What {@code count} read in front of a number with decimals, or of how much more it is. */
    static long whole(long count) {
        return unfolded(count >>> 3);
    }

    double exact() {
        long bits = 0;
        for (int i = 0; i < 8; i++) {
            bits = bits << 8 | octet();
        }
        return Double.longBitsToDouble(bits);
    }

    static double shifted(long whole, int decimals) {
        return whole / TENS[decimals];
    }
}

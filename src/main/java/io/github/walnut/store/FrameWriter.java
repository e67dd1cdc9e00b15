package io.github.walnut.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of frames: whole numbers take as few as they need, seven bits in each. */
final class FrameWriter {

    private static final long LARGEST = 1_000_000_000_000L;

    private byte[] bytes = new byte[64];
    private int size;

    FrameWriter octet(int value) {
        room(1);
        bytes[size++] = (byte) value;
        return this;
    }

    /** Never negative. */
    FrameWriter count(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            octet((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        return octet((int) rest);
    }

    /** Small in either direction. */
    FrameWriter step(long value) {
        return count(folded(value));
    }

    FrameWriter text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        return count(encoded.length).bytes(encoded);
    }

    FrameWriter bytes(byte[] more) {
        room(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
        return this;
    }

    /**
     * A number, or NaN for none. One with up to four decimals is kept as a whole number and how
     * many they are, where that gives exactly the same number again; any other by its eight bytes.
     */
    FrameWriter number(double value) {
        int decimals = decimals(value);
        if (decimals >= 0) {
            return count(folded(whole(value, decimals)) << 3 | FrameReader.DECIMALS + decimals);
        }
        if (Double.isNaN(value)) {
            return octet(FrameReader.NONE);
        }
        octet(FrameReader.EXACT);
        long bits = Double.doubleToLongBits(value);
        for (int shift = 56; shift >= 0; shift -= 8) {
            octet((int) (bits >>> shift));
        }
        return this;
    }

    /** A number as what its whole number is more than the one before, of as many decimals. */
    FrameWriter more(long more) {
        return count(folded(more) << 3 | FrameReader.MORE);
    }

    /** The fewest decimals that give exactly this number, or -1. */
    static int decimals(double value) {
        for (int decimals = 0; decimals < FrameReader.TENS.length; decimals++) {
            if (has(value, decimals)) {
                return decimals;
            }
        }
        return -1;
    }

    /** Whether a whole number with so many decimals gives exactly this number. */
    static boolean has(double value, int decimals) {
        long whole = whole(value, decimals);
        return Math.abs(whole) < LARGEST && same(FrameReader.shifted(whole, decimals), value);
    }

    static long whole(double value, int decimals) {
        return (long) Math.rint(value * FrameReader.TENS[decimals]);
    }

    private static long folded(long value) {
        return value << 1 ^ value >> 63;
    }

    private static boolean same(double one, double other) {
        return Double.doubleToLongBits(one) == Double.doubleToLongBits(other);
    }

    private void room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
        }
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }
}

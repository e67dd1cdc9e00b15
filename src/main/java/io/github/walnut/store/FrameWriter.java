package io.github.walnut.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of frames: whole numbers take as few as they need, seven bits in each. */
final class FrameWriter {

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
        return count(value << 1 ^ value >> 63);
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
        if (Double.isNaN(value)) {
            return octet(FrameReader.NONE);
        }
        for (int decimals = 0; decimals < FrameReader.TENS.length; decimals++) {
            double scaled = Math.rint(value * FrameReader.TENS[decimals]);
            if (Math.abs(scaled) < 1e12
                    && same(FrameReader.shifted((long) scaled, decimals), value)) {
                long whole = (long) scaled;
                return count((whole << 1 ^ whole >> 63) << 3 | FrameReader.DECIMALS + decimals);
            }
        }
        octet(FrameReader.EXACT);
        long bits = Double.doubleToLongBits(value);
        for (int shift = 56; shift >= 0; shift -= 8) {
            octet((int) (bits >>> shift));
        }
        return this;
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

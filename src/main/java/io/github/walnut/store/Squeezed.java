package io.github.walnut.store;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Bytes of a column: the first says whether the others are as they were or deflated (RFC 1950). */
final class Squeezed {

    /** Fewer bytes are hardly ever shorter for it. */
    private static final int WORTH = 200;

    private static final byte PLAIN = 0;
    private static final byte DEFLATED = 1;

    private Squeezed() {}

    static byte[] squeeze(byte[] plain) {
        return plain.length < WORTH ? as(PLAIN, plain, plain.length) : deflated(plain);
    }

    private static byte[] deflated(byte[] plain) {
        Deflater deflater = new Deflater();
        try {
            deflater.setInput(plain);
            deflater.finish();
            byte[] shorter = new byte[plain.length];
            int length = deflater.deflate(shorter);
            return deflater.finished()
                    ? as(DEFLATED, shorter, length)
                    : as(PLAIN, plain, plain.length);
        } finally {
            deflater.end();
        }
    }

    private static byte[] as(byte form, byte[] bytes, int length) {
        byte[] all = new byte[length + 1];
        all[0] = form;
        System.arraycopy(bytes, 0, all, 1, length);
        return all;
    }

    /**
     * @throws IllegalStateException when these are no such bytes
     */
    static byte[] release(byte[] stored) {
        if (stored[0] == PLAIN) {
            return Arrays.copyOfRange(stored, 1, stored.length);
        }
        if (stored[0] != DEFLATED) {
            throw new IllegalStateException("stored samples are of the unknown form " + stored[0]);
        }
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(stored, 1, stored.length - 1);
            byte[] plain = new byte[stored.length * 4];
            int length = 0;
            while (!inflater.finished()) {
                int more = inflater.inflate(plain, length, plain.length - length);
                length += more;
                if (more == 0 && !inflater.finished() && length < plain.length) {
                    throw new IllegalStateException("stored samples end too early");
                }
                if (length == plain.length) {
                    plain = Arrays.copyOf(plain, length * 2);
                }
            }
            return Arrays.copyOf(plain, length);
        } catch (DataFormatException e) {
            throw new IllegalStateException("stored samples do not inflate: " + e.getMessage(), e);
        } finally {
            inflater.end();
        }
    }
}

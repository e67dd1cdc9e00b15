package io.github.walnut.component.nut;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;

/** Cuts a stream of bytes into lines, wherever the reads fell. */
final class LineDecoder {

    static final int MAX_LINE = 4096;

    private final ByteArrayOutputStream part = new ByteArrayOutputStream(128);
    private final Queue<String> lines = new ArrayDeque<>();
    private boolean tooLong;

    void feed(byte[] bytes, int length) {
        for (int i = 0; i < length && !tooLong; i++) {
            if (bytes[i] == '\n') {
                lines.add(text(part.toByteArray()));
                part.reset();
            } else {
                part.write(bytes[i]);
                tooLong = part.size() > MAX_LINE;
            }
        }
    }

    /** The next whole line without its end, or null. */
    String next() {
        return lines.poll();
    }

    /**
     * True once a line has gone beyond {@value #MAX_LINE} bytes; neither it nor what follows is
     * given out.
     */
    boolean overflowed() {
        return tooLong;
    }

    /** Nothing read that was not yet taken. */
    boolean isEmpty() {
        return lines.isEmpty() && part.size() == 0;
    }

    private static String text(byte[] line) {
        int length =
                line.length > 0 && line[line.length - 1] == '\r' ? line.length - 1 : line.length;
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line, 0, length))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(line, 0, length, StandardCharsets.ISO_8859_1);
        }
    }
}

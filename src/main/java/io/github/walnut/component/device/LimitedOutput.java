package io.github.walnut.component.device;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps at most so many bytes; one more ends the writer. */
final class LimitedOutput extends OutputStream {

    private final int limit;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean overflown;

    LimitedOutput(int limit) {
        this.limit = limit;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] buffer, int offset, int length) throws IOException {
        if (bytes.size() + length > limit) {
            overflown = true;
            throw new IOException("more than " + limit + " bytes");
        }
        bytes.write(buffer, offset, length);
    }

    synchronized boolean overflown() {
        return overflown;
    }

    synchronized String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}

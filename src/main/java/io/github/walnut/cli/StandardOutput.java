package io.github.walnut.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Standard output in UTF-8, whatever the locale is; it remembers what went wrong, since a command
 * whose result was lost has failed.
 */
final class StandardOutput extends OutputStream {

    /** What Linux and macOS say of a reader that has gone, such as head. */
    private static final String GONE = "Broken pipe";

    private final OutputStream out;
    private volatile IOException failure;

    StandardOutput(OutputStream out) {
        this.out = out;
    }

    static StandardOutput ofProcess() {
        return new StandardOutput(new FileOutputStream(FileDescriptor.out));
    }

    static PrintWriter errors() {
        return writer(new FileOutputStream(FileDescriptor.err));
    }

    PrintWriter writer() {
        return writer(this);
    }

    private static PrintWriter writer(OutputStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    /** Something was not written. */
    boolean failed() {
        return failure != null;
    }

    /** Why something was not written; null when nobody wanted to read it any more. */
    String reason() {
        String said = failure.getMessage();
        return GONE.equals(said) ? null : said;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        try {
            out.write(bytes, from, count);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }
}

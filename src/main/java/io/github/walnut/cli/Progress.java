package io.github.walnut.cli;

import java.io.PrintWriter;

/**
 * How far long work is, on standard error: for a person at a terminal one line that is written
 * over. Close it to leave the line.
 */
final class Progress implements AutoCloseable {

    enum Form {
        /** Nobody looks. */
        NONE,
        /** A terminal. */
        OVERWRITTEN,
        /** A file or a log: a line for each tenth. */
        LINES
    }

    private static final int EACH = 10;

    private final PrintWriter err;
    private final Form form;
    private String last = "";

    Progress(PrintWriter err, Form form) {
        this.err = err;
        this.form = form;
    }

    /**
     * @param part from 0 to 1
     */
    synchronized void at(String what, double part) {
        int percent = (int) Math.floor(part * 100);
        String name = TerminalText.cell(what);
        switch (form) {
            case OVERWRITTEN -> overwrite(name + " " + percent + " %");
            case LINES -> line(name + " " + percent / EACH * EACH + " %");
            case NONE -> {
                // nobody looks
            }
        }
    }

    private void overwrite(String text) {
        if (!text.equals(last)) {
            err.print("\r" + text + " ".repeat(Math.max(0, last.length() - text.length())));
            err.flush();
            last = text;
        }
    }

    private void line(String text) {
        if (!text.equals(last)) {
            err.println(text);
            err.flush();
            last = text;
        }
    }

    @Override
    public synchronized void close() {
        if (form == Form.OVERWRITTEN && !last.isEmpty()) {
            err.println();
            err.flush();
            last = "";
        }
    }
}

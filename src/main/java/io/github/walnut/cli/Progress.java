package io.github.walnut.cli;

import java.io.PrintWriter;

/**
 * How far long work is, for a person at a terminal: one line on standard error that is written
 * over. Close it to leave the line.
 */
final class Progress implements AutoCloseable {

    private final PrintWriter err;
    private final boolean shown;
    private String last = "";

    /**
     * @param shown false where nobody looks
     */
    Progress(PrintWriter err, boolean shown) {
        this.err = err;
        this.shown = shown;
    }

    /**
     * @param part from 0 to 1
     */
    synchronized void at(String what, double part) {
        String text = what + " " + Math.round(Math.floor(part * 100)) + " %";
        if (!shown || text.equals(last)) {
            return;
        }
        err.print("\r" + text + " ".repeat(Math.max(0, last.length() - text.length())));
        err.flush();
        last = text;
    }

    @Override
    public synchronized void close() {
        if (!last.isEmpty()) {
            err.println();
            err.flush();
            last = "";
        }
    }
}

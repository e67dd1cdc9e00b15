package io.github.walnut.store;

/**
 * A thread that leaves some of the connections for reading to others, however many of its kind
 * there are.
 */
public final class LimitedReader extends Thread {

    private int open;

    public LimitedReader(Runnable work, String name) {
        super(work, name);
    }

    /** Whether it has a connection already; on the thread itself. */
    boolean reading() {
        return open > 0;
    }

    void opened() {
        open++;
    }

    void closed() {
        open--;
    }
}

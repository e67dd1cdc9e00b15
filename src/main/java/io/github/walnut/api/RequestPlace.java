package io.github.walnut.api;

import java.util.concurrent.RejectedExecutionException;

/**
 * The place of one request in a pool. It is free again when the request has ended and its work has,
 * too: work that goes on after its answer keeps the place, so that nobody can heap it up.
 */
final class RequestPlace {

    private final RequestPool pool;
    private final String caller;
    private Runnable whenLeft = () -> {};
    private Work waiting;
    private Thread worker;
    private boolean cut;
    private boolean over;

    RequestPlace(RequestPool pool, String caller) {
        this.pool = pool;
        this.caller = caller;
    }

    /** From now on its work may be interrupted when the request has ended. */
    synchronized void mayBeCut() {
        cut = true;
    }

    /** What is to be closed when nobody works for the request any more. */
    synchronized void onLeave(Runnable closing) {
        whenLeft = closing;
    }

    /**
     * Carries the work out on a thread of the pool; nothing of it when the request has ended by
     * then. One thing at a time.
     *
     * @param given up instead, when the server is about to end
     */
    void begin(Runnable work, Runnable given) {
        Work task = new Work(work);
        synchronized (this) {
            if (over) {
                return;
            }
            waiting = task;
        }
        try {
            pool.execute(task);
        } catch (RejectedExecutionException e) {
            synchronized (this) {
                waiting = null;
            }
            given.run();
        }
    }

    /** The answer is sent, the client has gone, or the time is over. */
    void over() {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            if (worker != null) {
                if (cut) {
                    worker.interrupt();
                }
                return;
            }
            if (waiting != null && !pool.withdraw(waiting)) {
                return; // a thread has just taken it and finds that it is over
            }
        }
        leave();
    }

    private void leave() {
        pool.leave(caller);
        whenLeft.run();
    }

    private final class Work implements Runnable {

        private final Runnable work;

        Work(Runnable work) {
            this.work = work;
        }

        @Override
        public void run() {
            try {
                if (begun()) {
                    work.run();
                }
            } finally {
                if (ended()) {
                    leave();
                }
            }
        }

        private boolean begun() {
            synchronized (RequestPlace.this) {
                waiting = null;
                worker = Thread.currentThread();
                return !over;
            }
        }

        /** An interrupt that came too late must not meet the next request. */
        private boolean ended() {
            synchronized (RequestPlace.this) {
                worker = null;
                Thread.interrupted();
                return over;
            }
        }
    }
}

package io.github.walnut.dispatch;

import io.github.walnut.run.DriverCall;
import io.github.walnut.run.DriverResult;

/** Makes a call without blocking the caller. */
public interface CallRunner {

    /**
     * @param end hears of the end, never on the calling thread
     */
    void run(DriverCall call, End end);

    /** So many calls are about to come at once; whatever can be got ready for them may be. */
    default void expect(int calls) {}

    /**
     * Either {@link #ended} once, or, for a target that outlasts the time of the call, first {@link
     * #answered} and much later {@link #over}.
     */
    interface End {

        /** The result is there, and the call occupies its target no longer. */
        void ended(DriverResult result);

        /** This counts as the result, although the call still occupies its target. */
        void answered(DriverResult result);

        /** The call occupies its target no longer. */
        void over();
    }
}

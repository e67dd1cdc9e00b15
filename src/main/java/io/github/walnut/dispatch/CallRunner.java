package io.github.walnut.dispatch;

import io.github.walnut.run.DriverCall;
import io.github.walnut.run.DriverResult;
import java.util.function.Consumer;

/** Makes a call without blocking the caller. */
public interface CallRunner {

    /**
     * @param answer hears the result exactly once and never on the calling thread
     * @param over is run exactly once, when the call no longer occupies its target; never before
     *     the answer, but later when the target outlasts the call's time
     */
    void run(DriverCall call, Consumer<DriverResult> answer, Runnable over);
}

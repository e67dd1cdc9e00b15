package io.github.walnut.road;

import io.github.walnut.run.RunRequest;
import java.util.function.Consumer;

/** Starts the run of a match; one that cannot be started does not block its policy. */
public final class RunStart {

    private final Consumer<RunRequest> starter;
    private final Matching matching;

    /**
     * @param starter plans and journals a run, or throws
     */
    public RunStart(Consumer<RunRequest> starter, Matching matching) {
        this.starter = starter;
        this.matching = matching;
    }

    /** Throws what the starter throws. */
    public void start(RunRequest request) {
        boolean started = false;
        try {
            starter.accept(request);
            started = true;
        } finally {
            if (!started && !request.suppressed()) {
                matching.notStarted(request);
            }
        }
    }
}

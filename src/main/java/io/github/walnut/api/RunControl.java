package io.github.walnut.api;

import io.github.walnut.run.Countdown;
import io.github.walnut.run.Run;
import io.github.walnut.run.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What people may do to runs. The runs are known to exist. Everything throws {@link
 * io.github.walnut.run.RunRefusedException} when things do not allow it.
 */
public interface RunControl {

    /**
     * @param endsAt when the next stage opens, at the latest
     * @param slackSeconds what is left of the battery when everything has taken its longest
     */
    record Postponed(Instant endsAt, long slackSeconds) {}

    void cancel(UUID runId, String reason, String actor);

    /** Until when nothing new of the run is sent. */
    Instant hold(UUID runId, Duration time, String reason, String actor);

    void resume(UUID runId);

    /** Holds every run, those to come included. */
    void holdAll(Duration time, String reason, String actor);

    void resumeAll();

    Postponed postpone(UUID runId, Duration by);

    /**
     * Tries a step of a run that is over again.
     *
     * @param confirmed the target, named once more, or null
     * @return the id of the new run
     */
    UUID retry(Run run, Step step, String reason, String confirmed, String actor);

    /** The ends of what the run waits for; nothing of one that is over. */
    List<Countdown> countdowns(UUID runId);

    /** Leaves out a step that was not sent. */
    void skip(UUID runId, UUID stepId);
}

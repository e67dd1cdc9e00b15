package io.github.walnut.run;

/**
 * What became of a step.
 *
 * @param alarm what somebody has to be told about it, or null
 */
record Move(Step step, Progress progress, Alarm alarm) {

    static Move to(Step step, Progress progress) {
        return new Move(step, progress, null);
    }

    Move raising(Alarm what) {
        return new Move(step, progress, what);
    }
}

package io.github.walnut.run;

import java.time.Instant;

/**
 * A call that a step wants now.
 *
 * @param kind decides which limits hold for it
 * @param due since when it is wanted
 */
public record Call(RunBook book, Step step, Kind kind, Instant due) {

    public enum Kind {
        /** Are the preconditions good? A read, but it takes the host's turn. */
        PROBE(DriverCall.Mode.PROBE),
        /** The order's preview. A read, but it takes the host's turn. */
        DRY_RUN(DriverCall.Mode.DRY_RUN),
        /** The order itself: needs the host's turn, a slot and a journaled intent. */
        EXECUTE(DriverCall.Mode.EXECUTE),
        /** Reading the state: never waits behind orders. */
        STATE(DriverCall.Mode.STATE);

        private final DriverCall.Mode mode;

        Kind(DriverCall.Mode mode) {
            this.mode = mode;
        }

        public DriverCall.Mode mode() {
            return mode;
        }

        /** It has its place in the queue of the host. */
        public boolean takesTurn() {
            return this != STATE;
        }

        /** It may change the target. */
        public boolean writes() {
            return this == EXECUTE;
        }
    }
}

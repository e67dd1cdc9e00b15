package io.github.walnut.virtual;

import io.github.walnut.run.ErrorClass;

/** How a target answers calls of one mode, for a number of times; then it behaves. */
public sealed interface Behaviour {

    /** It does what it is told. */
    record Willing() implements Behaviour {}

    /** It says no, and does nothing. */
    record Refusing(ErrorClass why) implements Behaviour {}

    /** It says yes, and does nothing. */
    record Lying() implements Behaviour {}

    /**
     * It does not answer in time.
     *
     * @param obeys it does what it is told nevertheless
     */
    record Silent(boolean obeys) implements Behaviour {}
}

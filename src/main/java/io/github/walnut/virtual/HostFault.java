package io.github.walnut.virtual;

import io.github.walnut.run.ErrorClass;
import java.time.Duration;

/** What is wrong with a whole host, until it is well again. */
public sealed interface HostFault {

    /** Nothing is heard of it. */
    record Down() implements HostFault {}

    /** It answers so much later. */
    record Slow(Duration by) implements HostFault {}

    /** It says no to every order. */
    record Refusing(ErrorClass why) implements HostFault {}
}

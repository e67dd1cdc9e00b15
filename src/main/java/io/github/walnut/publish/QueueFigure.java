package io.github.walnut.publish;

import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * A bounded queue as it is measured.
 *
 * @param name one word of the set in the reference of metrics
 * @param capacity how many it holds at most
 * @param length how many it holds now
 * @param dropped how many it gave up or refused since the start
 */
public record QueueFigure(String name, int capacity, IntSupplier length, LongSupplier dropped) {}

package io.github.walnut.api;

import java.time.Instant;
import java.util.List;

/** The newest lines of the program's log, as far as memory has them. */
public interface LogReads {

    /**
     * @param number rises by one with each line of this process
     * @param level for example {@code WARN}
     */
    record Line(long number, Instant at, String level, String logger, String message) {}

    /** Of the newest line; 0 before the first. */
    long newest();

    /** The first lines after this number that memory still has, in their order. */
    List<Line> after(long number, int most);
}

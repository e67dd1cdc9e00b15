package io.github.walnut.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A log that a test writes. */
final class MemoryLog implements LogReads {

    private final List<Line> lines = new ArrayList<>();

    synchronized void write(String message) {
        lines.add(new Line(lines.size() + 1, Instant.EPOCH, "INFO", "io.github.walnut", message));
    }

    @Override
    public synchronized long newest() {
        return lines.size();
    }

    @Override
    public synchronized List<Line> after(long number, int most) {
        return lines.stream().filter(line -> line.number() > number).limit(most).toList();
    }
}

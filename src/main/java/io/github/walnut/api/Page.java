package io.github.walnut.api;

import java.util.List;
import java.util.function.LongSupplier;

/**
 * A part of a list.
 *
 * @param nextCursor opaque, or null on the last page
 * @param total how many there are on all pages, or null when that was not asked for
 */
public record Page<T>(List<T> items, String nextCursor, Integer total) {
    public Page {
        items = List.copyOf(items);
    }

    public Page(List<T> items, String nextCursor) {
        this(items, nextCursor, null);
    }

    /** The same with how many there are, when the call asks for it. */
    Page<T> counted(Call call, LongSupplier count) {
        return call.flag("count")
                ? new Page<>(items, nextCursor, Math.toIntExact(count.getAsLong()))
                : this;
    }
}

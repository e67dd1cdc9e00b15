package io.github.walnut.api;

import java.util.List;

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
}

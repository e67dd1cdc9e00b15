package io.github.walnut.api;

import java.util.List;

/**
 * A part of a list.
 *
 * @param nextCursor opaque, or null on the last page
 */
public record Page<T>(List<T> items, String nextCursor) {
    public Page {
        items = List.copyOf(items);
    }
}

package io.github.walnut.store;

import java.util.List;

/**
 * @param nextCursor where the next page begins, or null on the last page
 */
public record Page<T>(List<T> items, String nextCursor) {
    public Page {
        items = List.copyOf(items);
    }
}

package io.github.walnut.inventory;

import java.util.List;

/**
 * Where the power of a host comes from.
 *
 * @param sources ids of UPSs, or their bare names
 * @param need how many of them must be alive for the host to stay up, 1 to the number of sources
 */
public record Feeds(List<String> sources, int need) {

    public Feeds {
        sources = List.copyOf(sources);
        if (need < 1 || need > sources.size()) {
            throw new IllegalArgumentException(
                    "need " + need + " of " + sources.size() + " sources: expected 1 to all");
        }
    }
}

package io.github.walnut.component.walnut;

import java.util.Map;

/**
 * Something that happened, as routes of operators are told of it.
 *
 * @param kind {@code event} or {@code sample}
 * @param facets what consumers may choose by, for example severity; they are variables of the
 *     exchange, too. A facet without a value is absent
 * @param body JSON
 */
public record Signal(String kind, Map<String, Object> facets, String body) {

    public Signal {
        facets = Map.copyOf(facets);
    }
}

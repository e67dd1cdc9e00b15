package io.github.walnut.inventory;

import java.util.List;
import java.util.Map;

/**
 * Which targets of a host an action means. {@link #NONE} for host-only capabilities.
 *
 * @param externalIds items as written: literals and ranges
 * @param names literals
 * @param query text of a query, or null
 * @param all every target of the type
 * @param given false when the document had no selector at all
 */
public record Selector(
        List<String> externalIds,
        List<String> names,
        Map<String, List<String>> labels,
        Map<String, List<String>> attrs,
        String query,
        boolean all,
        boolean given) {

    public static final Selector NONE =
            new Selector(List.of(), List.of(), Map.of(), Map.of(), null, false, false);

    public Selector {
        externalIds = List.copyOf(externalIds);
        names = List.copyOf(names);
        labels = Map.copyOf(labels);
        attrs = Map.copyOf(attrs);
    }
}

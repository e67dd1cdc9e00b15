package io.github.walnut.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes {@link Selector}s out of what documents hold. Equal wishes give equal selectors: quoted
 * literals at the end of the list count as names.
 */
public final class Selectors {
    private Selectors() {}

    /** Of a comma-separated text; a blank one selects nothing. */
    public static Selector ofText(String text, boolean rangesOnly) throws BadSelector {
        return of(
                SelectorGrammar.items(text, rangesOnly),
                List.of(),
                Map.of(),
                Map.of(),
                null,
                false,
                true);
    }

    public static Selector ofQuery(String query) throws BadSelector {
        TargetQuery.parse(query);
        return of(List.of(), List.of(), Map.of(), Map.of(), query, false, true);
    }

    /** Of the members of a selector object; without any of them it is {@link Selector#NONE}. */
    public static Selector ofParts(
            List<String> externalIds,
            List<String> names,
            Map<String, List<String>> labels,
            Map<String, List<String>> attrs,
            String query,
            boolean all)
            throws BadSelector {
        List<SelectorItem> items = new ArrayList<>();
        for (String id : externalIds) {
            items.add(SelectorGrammar.item(id));
        }
        if (query != null) {
            TargetQuery.parse(query);
        }
        boolean given =
                all
                        || query != null
                        || !(items.isEmpty()
                                && names.isEmpty()
                                && labels.isEmpty()
                                && attrs.isEmpty());
        return of(items, names, labels, attrs, query, all, given);
    }

    private static Selector of(
            List<SelectorItem> items,
            List<String> names,
            Map<String, List<String>> labels,
            Map<String, List<String>> attrs,
            String query,
            boolean all,
            boolean given) {
        int ids = items.size();
        while (ids > 0
                && items.get(ids - 1) instanceof SelectorItem.Literal literal
                && literal.quoted()) {
            ids--;
        }
        List<String> literals = new ArrayList<>();
        items.subList(ids, items.size())
                .forEach(item -> literals.add(((SelectorItem.Literal) item).text()));
        literals.addAll(names);
        List<String> externalIds =
                items.subList(0, ids).stream().map(SelectorItem::written).toList();
        return new Selector(externalIds, literals, labels, attrs, query, all, given);
    }
}

package io.github.walnut.policy.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.inventory.BadSelector;
import io.github.walnut.inventory.Selector;
import io.github.walnut.inventory.Selectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads selectors: {@code {mode, value}} of format 1, the object of lists of format 2. */
final class SelectorReader {
    private static final List<String> MODES = List.of("list", "range", "query");

    Selector ofMode(Fields fields) {
        if (!fields.has("mode")) {
            fields.missing("mode");
        }
        String mode = fields.word("mode", null, MODES);
        String value = fields.requiredText("value");
        fields.warnOfTheRest();
        if (mode == null || value == null) {
            return Selector.NONE;
        }
        try {
            return mode.equals("query")
                    ? Selectors.ofQuery(value)
                    : Selectors.ofText(value, mode.equals("range"));
        } catch (BadSelector e) {
            fields.schema("value", "bad_selector", e.getMessage(), null);
            return Selector.NONE;
        }
    }

    Selector ofParts(Fields fields) {
        List<String> ids = fields.texts("external_ids", false);
        List<String> names = fields.texts("names", false);
        Map<String, List<String>> labels = lists(fields.object("labels"));
        Map<String, List<String>> attrs = lists(fields.object("attrs"));
        String query = fields.text("query");
        boolean all = fields.bool("all", false);
        fields.warnOfTheRest();
        for (int i = 0; i < ids.size(); i++) {
            check(fields, "external_ids/" + i, List.of(ids.get(i)), null);
        }
        if (query != null) {
            check(fields, "query", List.of(), query);
        }
        try {
            return Selectors.ofParts(ids, names, labels, attrs, query, all);
        } catch (BadSelector alreadyReported) {
            return Selector.NONE;
        }
    }

    /** Each part alone, so that every bad one is reported, at its own pointer. */
    private static void check(Fields fields, String part, List<String> ids, String query) {
        try {
            Selectors.ofParts(ids, List.of(), Map.of(), Map.of(), query, false);
        } catch (BadSelector e) {
            fields.findings()
                    .schema(fields.pointer() + "/" + part, "bad_selector", e.getMessage(), null);
        }
    }

    private static Map<String, List<String>> lists(Fields fields) {
        Map<String, List<String>> lists = new TreeMap<>();
        if (fields != null) {
            fields.names().forEach(key -> lists.put(key, values(fields, key)));
        }
        return lists;
    }

    private static List<String> values(Fields fields, String key) {
        JsonNode value = fields.get(key);
        if (value == null) {
            return List.of();
        }
        List<String> values = new ArrayList<>();
        for (JsonNode item : value.isArray() ? value : List.of(value)) {
            if (item.isContainerNode() || item.isNull()) {
                fields.wrongType(key, "text or a list of texts");
                return List.of();
            }
            values.add(item.asText());
        }
        return values;
    }
}

package io.github.walnut.policy.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What differs between two documents, part by part; blanks and comments do not count. */
public final class DocumentDiff {

    /**
     * @param pointer JSON pointer of the part
     * @param op added, removed or changed
     * @param from null when it was added
     * @param to null when it was removed
     */
    public record Change(String pointer, String op, JsonNode from, JsonNode to) {}

    private final List<Change> changes = new ArrayList<>();

    private DocumentDiff() {}

    public static List<Change> between(JsonNode from, JsonNode to) {
        DocumentDiff diff = new DocumentDiff();
        diff.compare("", from, to);
        return diff.changes;
    }

    private void compare(String pointer, JsonNode from, JsonNode to) {
        if (from == null) {
            changes.add(new Change(pointer, "added", null, to));
        } else if (to == null) {
            changes.add(new Change(pointer, "removed", from, null));
        } else if (from.isObject() && to.isObject()) {
            Set<String> names = new LinkedHashSet<>();
            from.fieldNames().forEachRemaining(names::add);
            to.fieldNames().forEachRemaining(names::add);
            names.forEach(
                    name ->
                            compare(
                                    pointer + "/" + Fields.escape(name),
                                    from.get(name),
                                    to.get(name)));
        } else if (from.isArray() && to.isArray()) {
            for (int i = 0; i < Math.max(from.size(), to.size()); i++) {
                compare(pointer + "/" + i, from.get(i), to.get(i));
            }
        } else if (!same(from, to)) {
            changes.add(new Change(pointer, "changed", from, to));
        }
    }

    private static boolean same(JsonNode from, JsonNode to) {
        return from.isNumber() && to.isNumber()
                ? number(from).compareTo(number(to)) == 0
                : from.equals(to);
    }

    private static BigDecimal number(JsonNode node) {
        return node.decimalValue();
    }
}

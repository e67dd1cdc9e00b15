package io.github.walnut.policy.json;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts the keys of plain values in the order of their code points, however deep they stand. */
final class CodePointOrder {
    private static final Comparator<String> BY_CODE_POINT =
            (a, b) -> Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());

    private CodePointOrder() {}

    static Object of(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> sorted = new TreeMap<>(BY_CODE_POINT);
            map.forEach((key, member) -> sorted.put((String) key, of(member)));
            return sorted;
        }
        return value instanceof List<?> list
                ? list.stream().map(CodePointOrder::of).toList()
                : value;
    }
}

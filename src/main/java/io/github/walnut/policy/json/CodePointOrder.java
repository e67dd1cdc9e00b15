package io.github.walnut.policy.json;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts the keys of plain values in the order of their code points, however deep they stand. */
final class CodePointOrder {
    private static final Comparator<String> BY_CODE_POINT = CodePointOrder::compare;

    private CodePointOrder() {}

    /** As the order of {@code char}s, save that those of a surrogate pair come last. */
    private static int compare(String a, String b) {
        int shorter = Math.min(a.length(), b.length());
        for (int i = 0; i < shorter; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean pairs = Character.isSurrogate(x) && Character.isSurrogate(y);
                return pairs ? Character.compare(x, y) : Integer.compare(weight(x), weight(y));
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    private static int weight(char c) {
        return Character.isSurrogate(c) ? c + Character.MAX_VALUE : c;
    }

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

package io.github.walnut.integration;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Finds the connection fields that a transport block names as {@code {field}}. */
final class TransportFields {

    private static final Pattern FIELD = Pattern.compile("\\{([a-z][a-z0-9_]*)}");

    private TransportFields() {}

    static Set<String> named(Object block) {
        Set<String> names = new TreeSet<>();
        collect(block, names);
        return names;
    }

    private static void collect(Object value, Set<String> names) {
        if (value instanceof Map<?, ?> map) {
            map.values().forEach(item -> collect(item, names));
        } else if (value instanceof Collection<?> items) {
            items.forEach(item -> collect(item, names));
        } else if (value instanceof String text) {
            FIELD.matcher(text).results().forEach(match -> names.add(match.group(1)));
        }
    }
}

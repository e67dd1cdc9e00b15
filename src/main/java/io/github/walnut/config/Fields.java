package io.github.walnut.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An object of some named values, read in this order.
 *
 * @param otherwise values of those that are not given; what is not among them is left out
 */
record Fields(Map<String, Shape> all, List<String> required, Map<String, Object> otherwise)
        implements Shape {

    Fields(Map<String, Shape> all, List<String> required) {
        this(all, required, Map.of());
    }

    @Override
    public Object read(Object given) throws Misfit {
        if (!(given instanceof Map<?, ?> object)) {
            throw Misfit.type("an object");
        }
        for (Object name : object.keySet()) {
            if (!all.containsKey(name)) {
                throw new Misfit("unknown_key", "one of " + String.join(", ", all.keySet()))
                        .in(name);
            }
        }
        Map<String, Object> read = new LinkedHashMap<>();
        for (Map.Entry<String, Shape> field : all.entrySet()) {
            String name = field.getKey();
            Object value = field(field.getValue(), object.get(name), name);
            if (value != null || otherwise.containsKey(name)) {
                read.put(name, value == null ? otherwise.get(name) : value);
            }
        }
        return Collections.unmodifiableMap(read);
    }

    private Object field(Shape shape, Object value, String name) throws Misfit {
        try {
            if (value == null && required.contains(name)) {
                throw Misfit.value("a value");
            }
            return value == null ? null : shape.read(value);
        } catch (Misfit misfit) {
            throw misfit.in(name);
        }
    }

    @Override
    public Object readText(String text) throws Misfit {
        throw Misfit.type("an object, which only the API takes");
    }
}

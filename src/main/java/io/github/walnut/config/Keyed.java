package io.github.walnut.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** An object whose keys people choose. */
record Keyed(int most, Shape.Text key, Shape each) implements Shape {
    @Override
    public Object read(Object given) throws Misfit {
        if (!(given instanceof Map<?, ?> object)) {
            throw Misfit.type("an object");
        }
        if (object.size() > most) {
            throw Misfit.value("at most " + most + " keys");
        }
        Map<String, Object> read = new LinkedHashMap<>();
        for (Map.Entry<?, ?> one : object.entrySet()) {
            try {
                read.put((String) key.read(one.getKey()), each.read(one.getValue()));
            } catch (Misfit misfit) {
                throw misfit.in(one.getKey());
            }
        }
        return Collections.unmodifiableMap(read);
    }

    @Override
    public Object readText(String text) throws Misfit {
        throw Misfit.type("an object, which only the API takes");
    }
}

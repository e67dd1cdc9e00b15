package io.github.walnut.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A list of objects, each with another value of the key. */
record Listed(int most, String key, Fields each) implements Shape {
    @Override
    public Object read(Object given) throws Misfit {
        if (!(given instanceof List<?> list)) {
            throw Misfit.type("a list of objects");
        }
        if (list.size() > most) {
            throw Misfit.value("at most " + most + " objects");
        }
        Set<Object> keys = new HashSet<>();
        List<Object> read = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            try {
                Map<?, ?> one = (Map<?, ?>) each.read(list.get(i));
                if (!keys.add(one.get(key))) {
                    throw Misfit.value("each " + key + " once").in(key);
                }
                read.add(one);
            } catch (Misfit misfit) {
                throw misfit.in(i);
            }
        }
        return List.copyOf(read);
    }

    @Override
    public Object readText(String text) throws Misfit {
        throw Misfit.type("a list of objects, which only the API takes");
    }
}

package io.github.walnut.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.ups.Metric;
import io.github.walnut.ups.VariableChanges;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Blocks that the migration made of the rows before there were blocks: JSON, one array a row. */
final class LegacySamples {

    private static final int FIRST_VALUE = 5;

    private LegacySamples() {}

    static boolean are(byte[] stored) {
        return stored[0] == '[';
    }

    private static JsonNode rows(byte[] stored) {
        return Json.read(new String(stored, StandardCharsets.UTF_8), JsonNode.class);
    }

    /** Time, number, poll, status, doubtful fields, then the values in the order of metrics. */
    static List<Polled> samples(byte[] stored) {
        List<Polled> samples = new ArrayList<>();
        for (JsonNode row : rows(stored)) {
            long suspect = 0;
            for (JsonNode metric : row.get(4)) {
                suspect |= 1L << Metric.valueOf(metric.textValue()).ordinal();
            }
            double[] values = new double[Metric.values().length];
            Arrays.fill(values, Double.NaN);
            for (int i = FIRST_VALUE; i < row.size(); i++) {
                if (!row.get(i).isNull()) {
                    values[i - FIRST_VALUE] = row.get(i).doubleValue();
                }
            }
            samples.add(
                    new Polled(
                            row.get(0).longValue(),
                            row.get(1).longValue(),
                            row.get(2).textValue().equals("fast"),
                            row.get(3).textValue(),
                            suspect,
                            values));
        }
        return samples;
    }

    /**
     * Time, whether the map is complete, the map, in which null stands for what went away.
     *
     * @param before what held before, on which the first rows may build
     */
    static List<VariableFrames.Held> held(byte[] stored, List<VariableFrames.Held> before) {
        List<VariableFrames.Held> all = new ArrayList<>();
        Map<String, String> variables =
                before.isEmpty() ? null : before.get(before.size() - 1).variables();
        for (JsonNode row : rows(stored)) {
            boolean complete = row.get(1).intValue() == 1;
            if (complete || variables != null) {
                variables =
                        VariableChanges.apply(complete ? Map.of() : variables, texts(row.get(2)));
                all.add(new VariableFrames.Held(row.get(0).longValue(), variables));
            }
        }
        return all;
    }

    private static Map<String, String> texts(JsonNode map) {
        Map<String, String> texts = new HashMap<>();
        map.fields()
                .forEachRemaining(each -> texts.put(each.getKey(), each.getValue().textValue()));
        return texts;
    }
}

package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What would be done to each target, as dry runs tell it. */
final class PlanTable {

    private static final Set<String> BAD = Set.of("error", "blocker");

    private static final List<String> STEP =
            List.of(
                    "TARGET",
                    "/target_id",
                    "VERB",
                    "/verb",
                    "SEVERITY",
                    "/severity",
                    "WOULD",
                    "/effects/summary",
                    "REASON",
                    "/reason");

    private PlanTable() {}

    /**
     * @param first columns before those of every step, as pairs of title and JSON pointer
     */
    static void print(Output output, JsonNode rows, String... first) {
        output.table(rows, Stream.concat(Stream.of(first), STEP.stream()).toArray(String[]::new));
    }

    /** The answer or one of its rows is an error, or worse. */
    static boolean bad(JsonNode judged) {
        return BAD.contains(judged.path("severity").asText());
    }

    static boolean anyBad(JsonNode rows) {
        return StreamSupport.stream(rows.spliterator(), false).anyMatch(PlanTable::bad);
    }
}

package io.github.walnut.policy.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.inventory.Selector;
import io.github.walnut.policy.Finding;
import io.github.walnut.policy.Findings;
import java.util.List;

/** Selectors on their own, as they stand in documents of either format. */
public final class SelectorDocuments {

    private SelectorDocuments() {}

    /**
     * @param selector {@link Selector#NONE} when it cannot be read
     */
    public record Reading(Selector selector, List<Finding> findings) {
        public boolean blocked() {
            return selector == Selector.NONE;
        }
    }

    /**
     * @param written an object; one with {@code mode} is of format 1
     * @param pointer where it stands
     */
    public static Reading read(JsonNode written, String pointer) {
        Findings findings = new Findings();
        Fields fields = new Fields(written, pointer, findings);
        SelectorReader reader = new SelectorReader();
        Selector selector = written.has("mode") ? reader.ofMode(fields) : reader.ofParts(fields);
        return new Reading(selector, findings.sorted());
    }
}

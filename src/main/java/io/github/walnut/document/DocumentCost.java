package io.github.walnut.document;

import java.util.Optional;

/** Counts what a document costs while it is read. */
final class DocumentCost {

    private final DocumentLimits limits;
    private long nodes;
    private long characters;
    private int aliases;

    DocumentCost(DocumentLimits limits) {
        this.limits = limits;
    }

    /** The cost of a part of a document. */
    record Part(long nodes, long characters) {}

    /** What was counted up to here. */
    Part soFar() {
        return new Part(nodes, characters);
    }

    /** What was counted since then. */
    Part since(Part before) {
        return new Part(nodes - before.nodes(), characters - before.characters());
    }

    void node() {
        nodes++;
    }

    void text(String text) {
        characters += text.length();
    }

    /** A part is there once more. */
    void repeated(Part part) {
        aliases++;
        nodes += part.nodes();
        characters += part.characters();
    }

    /** The first limit that is passed, in words. */
    Optional<String> excess(int depth) {
        if (depth > limits.depth()) {
            return Optional.of("nested more than " + limits.depth() + " levels deep");
        }
        if (aliases > limits.aliases()) {
            return Optional.of("more than " + limits.aliases() + " aliases");
        }
        if (nodes > limits.nodes()) {
            return Optional.of("more than " + limits.nodes() + " nodes, with those of aliases");
        }
        return characters > limits.characters()
                ? Optional.of(
                        "more than "
                                + limits.characters()
                                + " characters of text, with those of aliases")
                : Optional.empty();
    }
}

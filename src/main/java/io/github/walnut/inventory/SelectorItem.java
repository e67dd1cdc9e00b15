package io.github.walnut.inventory;

/** One item of a list or range selector. */
sealed interface SelectorItem {
    /** As it stands in a document; a quoted literal keeps its quotes. */
    String written();

    /**
     * @param quoted it was quoted or escaped, so it is never anything but this text
     */
    record Literal(String text, boolean quoted) implements SelectorItem {
        @Override
        public String written() {
            return quoted ? '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"' : text;
        }
    }

    /** Everything between two ends, both included. */
    record Range(PortId from, PortId to, String written) implements SelectorItem {
        boolean holds(PortId id) {
            return from.sameDepth(id) && from.compareTo(id) <= 0 && to.compareTo(id) >= 0;
        }
    }
}

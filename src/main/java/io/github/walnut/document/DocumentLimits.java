package io.github.walnut.document;

/**
 * The size that a document may have.
 *
 * @param bytes of its text in UTF-8
 * @param characters of all keys and texts; a text that an alias repeats counts each time
 * @param nodes objects, lists and values; a node that an alias repeats counts each time, with all
 *     that is in it
 * @param depth levels of objects and lists
 * @param aliases that YAML may have
 */
public record DocumentLimits(int bytes, int characters, int nodes, int depth, int aliases) {

    private static final int KIB = 1024;
    private static final int FEW_ALIASES = 50;
    private static final int BYTES_OF_A_NODE = 4;
    private static final int FEWEST_NODES = 50_000;

    /** Aliases may make a document four times as long, and the rest follows from its size. */
    public static DocumentLimits ofKib(int kib, int depth) {
        int bytes = kib * KIB;
        return new DocumentLimits(
                bytes,
                4 * bytes,
                Math.max(FEWEST_NODES, bytes / BYTES_OF_A_NODE),
                depth,
                FEW_ALIASES);
    }
}

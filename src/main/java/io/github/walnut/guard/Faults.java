package io.github.walnut.guard;

/** Takes what is wrong with a document. */
@FunctionalInterface
public interface Faults {

    /**
     * @param pointer to the place, as a JSON pointer
     * @param code in snake_case
     * @param expected in its stead, or null
     */
    void add(String pointer, String code, String message, String expected);
}

package io.github.walnut.integration;

/**
 * Something in a document that is not as it must be.
 *
 * @param code snake_case
 * @param pointer JSON pointer to the value, or to the key that is missing or unknown
 */
public record InputError(String code, String pointer, String message) {

    InputError below(String prefix) {
        return new InputError(code, prefix + pointer, message);
    }
}

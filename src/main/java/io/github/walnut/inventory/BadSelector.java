package io.github.walnut.inventory;

/** A selector's text does not follow the grammar; the message names the item or the column. */
public final class BadSelector extends Exception {
    BadSelector(String message) {
        super(message);
    }
}

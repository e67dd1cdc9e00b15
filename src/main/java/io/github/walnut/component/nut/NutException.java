package io.github.walnut.component.nut;

import java.io.IOException;

/** A request that did not succeed; {@link #error()} tells the word and the class. */
public class NutException extends IOException {

    private final transient NutError error;

    public NutException(NutError error) {
        this(error, null);
    }

    NutException(NutError error, Throwable cause) {
        super(error.message(), cause);
        this.error = error;
    }

    NutException(String word, String message) {
        this(new NutError(word, message));
    }

    public NutError error() {
        return error;
    }
}

package io.github.walnut.document;

/** The text is no document at all; the message says why and, if known, where. */
public final class UnreadableDocument extends Exception {
    private static final long serialVersionUID = 1;

    private final String code;

    public UnreadableDocument(String code, String message) {
        super(message);
        this.code = code;
    }

    /** In snake_case. */
    public String code() {
        return code;
    }
}

package io.github.walnut.policy.json;

/** The text is no document at all; the message says why and, if known, where. */
final class UnreadableDocument extends Exception {
    private final String code;

    UnreadableDocument(String code, String message) {
        super(message);
        this.code = code;
    }

    String code() {
        return code;
    }
}

package io.github.walnut.cli;

/** What the help says of reasons; the audit log keeps each. */
final class ReasonText {

    static final String SHORT = "Why, at most 200 characters";
    static final String LIVE = "Why, 3 to 200 characters";
    static final String ARM = "Why, 5 to 200 characters";

    private ReasonText() {}
}

package io.github.walnut.policy.json;

/** What every reader of a document format shares: limits and defaults. */
final class Format {
    static final int MAX_KIB = 256;
    static final int MAX_DEPTH = 32;
    static final int MAX_TRIGGERS = 32;
    static final int MAX_CONDITIONS = 64;
    static final int MAX_ACTIONS = 256;
    static final int MAX_TEXT = 4096;
    static final int MAX_TEXTS = 10_000;
    static final int MAX_TESTS = 50;
    static final int MAX_TEST_ENTRIES = 200;

    private Format() {}
}

package io.github.walnut.config;

/** A value of another type or outside of what is allowed; the message says what is. */
final class Misfit extends Exception {
    private static final long serialVersionUID = 1;
    private final String code;
    private final String pointer;

    Misfit(String code, String expected) {
        this(code, "", "expected " + expected);
    }

    private Misfit(String code, String pointer, String message) {
        super(message, null, false, false);
        this.code = code;
        this.pointer = pointer;
    }

    /** The same, within a value that has parts. */
    Misfit within(String part) {
        return new Misfit(code, "/" + part + pointer, getMessage());
    }

    /** The same, within a list or an object with keys that people choose. */
    Misfit in(Object step) {
        return within(String.valueOf(step).replace("~", "~0").replace("/", "~1"));
    }

    /** JSON pointer into the value. */
    String pointer() {
        return pointer;
    }

    String code() {
        return code;
    }

    static Misfit type(String expected) {
        return new Misfit("type", expected);
    }

    static Misfit value(String expected) {
        return new Misfit("value", expected);
    }
}

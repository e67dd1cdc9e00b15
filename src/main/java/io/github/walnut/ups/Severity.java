package io.github.walnut.ups;

/**
 * How grave an event or a finding is, mildest first. {@link #BLOCKER} belongs to findings about
 * documents alone.
 */
public enum Severity {
    INFO,
    WARN,
    ERROR,
    BLOCKER;

    /** The word in JSON and in the store: the name in lower case. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /**
     * Reads the word in any case; also the published WARNING and CRITICAL, for {@link #WARN} and
     * {@link #ERROR}.
     */
    public static Severity of(String text) {
        return switch (text.toUpperCase(java.util.Locale.ROOT)) {
            case "INFO" -> INFO;
            case "WARN", "WARNING" -> WARN;
            case "ERROR", "CRITICAL" -> ERROR;
            case "BLOCKER" -> BLOCKER;
            default ->
                    throw new IllegalArgumentException(
                            "severity '" + text + "': expected info, warn, error or blocker");
        };
    }

    public boolean atLeast(Severity other) {
        return compareTo(other) >= 0;
    }
}

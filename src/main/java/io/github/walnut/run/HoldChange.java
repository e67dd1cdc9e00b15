package io.github.walnut.run;

/** What somebody has to be told about a hold. */
public enum HoldChange {
    STARTED,
    /** It will end by itself in a minute. */
    ENDING,
    ENDED
}

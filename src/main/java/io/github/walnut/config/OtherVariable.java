package io.github.walnut.config;

import java.util.Arrays;
import java.util.stream.Stream;

/** Variables that are no settings: the start script reads them, or commands that ask a server. */
enum OtherVariable {
    JAVA_OPTS(
            "WALNUT_JAVA_OPTS",
            false,
            "options of Java in place of a heap of 256 MiB and the serial collector"),
    SERVER(
            "WALNUT_SERVER",
            false,
            "the server that commands ask, for example http://127.0.0.1:8000"),
    TOKEN("WALNUT_TOKEN", true, "the access token or API token that commands show to it"),
    CA_FILE("WALNUT_CA_FILE", false, "PEM certificates that commands check an https server by"),
    NO_COLOR("NO_COLOR", false, "set to anything: help without colours");

    /** Asked of the start script by {@code bin/walnut-archive}, which is part of the program. */
    private static final String ARCHIVE = "WALNUT_ARCHIVE_TO";

    private final String variable;
    private final boolean file;
    private final String meaning;

    OtherVariable(String variable, boolean file, String meaning) {
        this.variable = variable;
        this.file = file;
        this.meaning = meaning;
    }

    String variable() {
        return variable;
    }

    /** Whether {@code <variable>_FILE} may name a file instead. */
    boolean file() {
        return file;
    }

    String meaning() {
        return meaning;
    }

    private Stream<String> names() {
        return file ? Stream.of(variable, variable + "_FILE") : Stream.of(variable);
    }

    static boolean is(String name) {
        return name.equals(ARCHIVE)
                || name.equals(DescriptorVariables.DESCRIPTOR)
                || Arrays.stream(values()).flatMap(OtherVariable::names).anyMatch(name::equals);
    }
}

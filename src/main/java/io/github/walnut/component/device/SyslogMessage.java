package io.github.walnut.component.device;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * @param severity info, warn or error
 */
record SyslogMessage(String severity, String text) {

    private static final int DAEMON = 3;

    /** One line by RFC 5424, in UTF-8; line ends of the text become spaces. */
    byte[] line(Instant now) {
        String line =
                "<"
                        + (DAEMON * 8 + level())
                        + ">1 "
                        + now.truncatedTo(ChronoUnit.MILLIS)
                        + " - walnut "
                        + ProcessHandle.current().pid()
                        + " notify - \uFEFF"
                        + text.replaceAll("\\p{Cntrl}+", " ");
        return line.getBytes(StandardCharsets.UTF_8);
    }

    private int level() {
        return switch (severity) {
            case "error" -> 3;
            case "info" -> 6;
            default -> 4;
        };
    }
}

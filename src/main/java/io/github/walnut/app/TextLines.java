package io.github.walnut.app;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.regex.Pattern;

/**
 * The log as text. What follows the first line of an entry is indented, so that no text from
 * outside can look like an entry, and nothing in it speaks to a terminal.
 */
final class TextLines extends PatternLayout {

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\x80-\\x9f&&[^\n\t]]");
    private static final Pattern NEXT_LINE = Pattern.compile("\r\n?|\n(?!\t|Caused by: |$)");

    @Override
    public String doLayout(ILoggingEvent event) {
        String text = super.doLayout(event);
        return CONTROL.matcher(NEXT_LINE.matcher(text).replaceAll("\n\t")).replaceAll("?");
    }
}

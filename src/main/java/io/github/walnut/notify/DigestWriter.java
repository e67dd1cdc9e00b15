package io.github.walnut.notify;

import io.github.walnut.ups.Severity;
import java.time.Instant;
import java.util.List;

/** Puts several things to tell into the words of one message. */
@FunctionalInterface
public interface DigestWriter {

    /**
     * @param severity of the gravest
     * @param items newest first, at least one
     * @param more how many older ones are left out
     * @param since when the first of all happened
     */
    TemplateText digest(
            Channel channel, Severity severity, List<Letter.Item> items, int more, Instant since);
}

package io.github.walnut.component.nut;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a value fits what a server says of a variable: the words of GET TYPE, the choices and the
 * ranges.
 */
final class ValueCheck {

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d+)?");
    private static final Pattern STRING = Pattern.compile("STRING:(\\d+)");

    private final List<String> typeWords;
    private final List<String> choices;
    private final List<NutAnswer.Row> ranges;

    ValueCheck(String type, List<String> choices, List<NutAnswer.Row> ranges) {
        this.typeWords = List.of(type.strip().split("\\s+"));
        this.choices = choices;
        this.ranges = ranges;
    }

    /** The error word that the server would have for this value, or nothing when it may fit. */
    Optional<String> objection(String value) {
        if (tooLong(value)) {
            return Optional.of("TOO-LONG");
        }
        boolean listed =
                choices.isEmpty() && ranges.isEmpty() || choices.contains(value) || inRange(value);
        boolean number = !typeWords.contains("NUMBER") || NUMBER.matcher(value).matches();
        return listed && number ? Optional.empty() : Optional.of("INVALID-VALUE");
    }

    private boolean tooLong(String value) {
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        return typeWords.stream()
                .map(STRING::matcher)
                .filter(Matcher::matches)
                .anyMatch(m -> bytes > Integer.parseInt(m.group(1)));
    }

    private boolean inRange(String value) {
        if (!NUMBER.matcher(value).matches()) {
            return false;
        }
        double number = Double.parseDouble(value);
        return ranges.stream()
                .filter(
                        r ->
                                NUMBER.matcher(r.name()).matches()
                                        && NUMBER.matcher(r.value()).matches())
                .anyMatch(
                        r ->
                                number >= Double.parseDouble(r.name())
                                        && number <= Double.parseDouble(r.value()));
    }
}

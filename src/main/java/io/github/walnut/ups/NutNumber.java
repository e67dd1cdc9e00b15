package io.github.walnut.ups;

import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers as drivers write them: optional sign, digits, optionally a fraction after a dot or a
 * comma. Exponents, hexadecimal, NaN and infinity are no numbers here.
 */
public final class NutNumber {

    private static final Pattern PLAIN = Pattern.compile("([+-]?[0-9]+(?:[.,][0-9]+)?)");
    private static final Pattern WITH_UNIT =
            Pattern.compile(PLAIN.pattern() + "(?: ?(?:[A-Za-z]{1,4}|%))?");

    private NutNumber() {}

    /** Reads a number; a unit of up to four letters, or a percent sign, is dropped. */
    public static OptionalDouble parse(String text) {
        return read(WITH_UNIT, text);
    }

    /** Reads a number that carries no unit. */
    public static OptionalDouble parsePlain(String text) {
        return read(PLAIN, text);
    }

    private static OptionalDouble read(Pattern pattern, String text) {
        if (text == null) {
            return OptionalDouble.empty();
        }
        Matcher matcher = pattern.matcher(text.strip());
        if (!matcher.matches()) {
            return OptionalDouble.empty();
        }
        double value = Double.parseDouble(matcher.group(1).replace(',', '.'));
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }
}

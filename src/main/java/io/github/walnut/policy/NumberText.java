package io.github.walnut.policy;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers as UPSs report them: sign, digits, a fraction behind a point or a comma, perhaps a short
 * unit. Exponents and words are no numbers.
 */
public final class NumberText {
    private static final Pattern FORM =
            Pattern.compile("([+-]?\\d{1,18}(?:[.,]\\d{1,18})?) ?(?:[A-Za-z]{1,4}|%)?");

    private NumberText() {}

    public static Optional<BigDecimal> parse(String text) {
        Matcher matcher = FORM.matcher(text.trim());
        return matcher.matches()
                ? Optional.of(
                        new BigDecimal(matcher.group(1).replace(',', '.')).stripTrailingZeros())
                : Optional.empty();
    }
}

package io.github.walnut.config;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What values of a stored setting are: of JSON a Boolean, an Integer, a String, a list of Strings,
 * or objects and lists of them. What is read is in one form, whatever it was written like.
 */
interface Shape {

    /** The value in its one form. */
    Object read(Object given) throws Misfit;

    /** The same, from the text of a variable or property. */
    Object readText(String text) throws Misfit;

    record Flag() implements Shape {
        @Override
        public Object read(Object given) throws Misfit {
            if (given instanceof Boolean) {
                return given;
            }
            throw Misfit.type("true or false");
        }

        @Override
        public Object readText(String text) {
            return SettingChecks.flag(text);
        }
    }

    record Number(int least, int most) implements Shape {
        @Override
        public Object read(Object given) throws Misfit {
            if (!(given instanceof Integer number)) {
                throw Misfit.type("a whole number");
            }
            if (number < least || number > most) {
                throw Misfit.value("a number from " + least + " to " + most);
            }
            return number;
        }

        @Override
        public Object readText(String text) throws Misfit {
            return read(text.matches("-?\\d{1,9}") ? Integer.valueOf(text) : text);
        }
    }

    record Span(Duration least, Duration most) implements Shape {
        @Override
        public Object read(Object given) throws Misfit {
            if (!(given instanceof String text)) {
                throw Misfit.type("a duration such as 2m30s");
            }
            Duration duration =
                    text.matches("\\d*") && !text.equals("0") ? null : SettingChecks.duration(text);
            if (duration == null || duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
                throw Misfit.value(
                        "a duration from "
                                + DurationForm.of(least)
                                + " to "
                                + DurationForm.of(most));
            }
            return DurationForm.of(duration);
        }

        @Override
        public Object readText(String text) throws Misfit {
            Duration duration = SettingChecks.duration(text);
            return read(duration == null ? text : DurationForm.of(duration));
        }
    }

    /** Hours outside, a duration within. */
    record Hours(Span span) implements Shape {
        @Override
        public Object read(Object given) throws Misfit {
            return span.read(given);
        }

        @Override
        public Object readText(String text) throws Misfit {
            return read(text + "h");
        }
    }

    record Text(int longest, Predicate<String> good, String expected) implements Shape {

        /** What a route, a driver or a terminal would read as more than text. */
        private static final List<String> EXPRESSIONS =
                List.of("${", "$simple{", "RAW(", "resource:", "bean:", "ref:");

        private static final List<String> PLACEHOLDERS = List.of("{{", "}}");

        static Text any(int longest) {
            return new Text(longest, text -> true, "a text");
        }

        static Text matching(String pattern, String expected) {
            Pattern compiled = Pattern.compile(pattern);
            return new Text(4096, text -> compiled.matcher(text).matches(), expected);
        }

        static Text oneOf(String... words) {
            Set<String> known = Set.of(words);
            return new Text(64, known::contains, "one of " + String.join(", ", words));
        }

        static Text zone() {
            return new Text(64, Text::isZone, "a time zone such as Europe/Zurich");
        }

        static Text cron() {
            return new Text(256, Text::isCron, "off, @daily or a time as in a crontab: 30 2 * * *");
        }

        private static boolean isCron(String text) {
            try {
                return text.equals(Cron.OFF) || new Cron(text) != null;
            } catch (IllegalArgumentException e) {
                return false;
            }
        }

        static Text folder() {
            return new Text(
                    1024,
                    text -> text.matches("/[^\\p{Cntrl}]*") && !text.contains("/.."),
                    "the path of a folder, from / on");
        }

        private static boolean isZone(String text) {
            try {
                ZoneId.of(text);
                return true;
            } catch (DateTimeException e) {
                return false;
            }
        }

        @Override
        public Object read(Object given) throws Misfit {
            if (!(given instanceof String text)) {
                throw Misfit.type("a text");
            }
            if (text.isBlank() || text.length() > longest) {
                throw Misfit.value("a text of 1 to " + longest + " characters");
            }
            if (text.startsWith("#")
                    || PLACEHOLDERS.stream().anyMatch(text::contains)
                    || EXPRESSIONS.stream().anyMatch(text::contains)) {
                throw Misfit.value("a text without placeholders, expressions or a leading #");
            }
            if (!good.test(text)) {
                throw Misfit.value(expected);
            }
            return text;
        }

        @Override
        public Object readText(String text) throws Misfit {
            return read(text);
        }
    }

    /** What is written and never shown; read as a text, or as null for none. */
    interface Sealed extends Shape {}

    /** Text that only its peer reads, hence of any form. */
    record Secret(int shortest) implements Sealed {
        @Override
        public Object read(Object given) throws Misfit {
            if (given instanceof String text
                    && text.length() >= shortest
                    && text.length() <= 4096) {
                return text;
            }
            throw Misfit.type("a text of " + shortest + " to 4096 characters");
        }

        @Override
        public Object readText(String text) throws Misfit {
            return read(text);
        }
    }

    /** What people read; it may hold {@code {{names}}}, which only its own reader knows. */
    record Wording(int longest) implements Shape {
        private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]");

        @Override
        public Object read(Object given) throws Misfit {
            if (!(given instanceof String text)) {
                throw Misfit.type("a text");
            }
            if (text.isBlank() || text.length() > longest || CONTROL.matcher(text).find()) {
                throw Misfit.value("a text of 1 to " + longest + " characters");
            }
            if (Text.EXPRESSIONS.stream().anyMatch(text::contains)) {
                throw Misfit.value("a text without expressions");
            }
            return text;
        }

        @Override
        public Object readText(String text) throws Misfit {
            return read(text);
        }
    }

    record Texts(int most, Text each) implements Shape {
        @Override
        public Object read(Object given) throws Misfit {
            if (!(given instanceof List<?> list)) {
                throw Misfit.type("a list of texts");
            }
            if (list.size() > most || Set.copyOf(list).size() < list.size()) {
                throw Misfit.value("at most " + most + " texts, each once");
            }
            for (Object item : list) {
                each.read(item);
            }
            return List.copyOf(list);
        }

        /** A JSON array, or texts with commas between. */
        @Override
        public Object readText(String text) throws Misfit {
            return read(TextLists.read(text));
        }
    }

    /** What is made and only shown: it may come back as it was shown, and is not read. */
    record Made() implements Shape {
        @Override
        public Object read(Object given) throws Misfit {
            if (given instanceof Map<?, ?>) {
                return null;
            }
            throw Misfit.value("nothing, walNUT makes it");
        }

        @Override
        public Object readText(String text) throws Misfit {
            return read(text);
        }
    }
}

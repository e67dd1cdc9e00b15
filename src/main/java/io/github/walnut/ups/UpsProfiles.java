package io.github.walnut.ups;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is known about certain devices and their drivers: values that mean "I cannot tell", and
 * words for a test in progress. Comes from a data file, one rule a line: {@code manufacturer |
 * model | firmware | metric | value}, where a device part is a prefix compared without case and
 * {@code *} means any; or {@code test | variable | text}. {@code #} begins a comment.
 */
public final class UpsProfiles {

    private static final String FILE = "/ups-profiles.txt";
    private static final String TEST = "test";

    private final List<Sentinel> sentinels;
    private final List<TestWord> testWords;

    private UpsProfiles(List<Sentinel> sentinels, List<TestWord> testWords) {
        this.sentinels = sentinels;
        this.testWords = testWords;
    }

    /** A text of a variable that says that a test is in progress; more may follow a comma. */
    private record TestWord(String variable, String text) {

        boolean standsIn(Map<String, String> variables) {
            String found = variables.getOrDefault(variable, "").strip().toLowerCase(Locale.ROOT);
            return found.equals(text) || found.startsWith(text + ",");
        }
    }

    private record Sentinel(
            String manufacturer, String model, String firmware, Metric metric, double value) {

        boolean speaksOf(Map<String, String> variables) {
            return fits(manufacturer, first(variables, "device.mfr", "ups.mfr"))
                    && fits(model, first(variables, "device.model", "ups.model"))
                    && fits(firmware, first(variables, "ups.firmware", "ups.firmware.aux"));
        }

        private static boolean fits(String prefix, String text) {
            return prefix.equals("*")
                    || text.toLowerCase(Locale.ROOT).startsWith(prefix.toLowerCase(Locale.ROOT));
        }

        private static String first(Map<String, String> variables, String name, String other) {
            String text = UpsIdentity.first(variables, name, other);
            return text == null ? "" : text;
        }
    }

    public static UpsProfiles none() {
        return new UpsProfiles(List.of(), List.of());
    }

    /** The file that comes with the program. */
    public static UpsProfiles standard() {
        try (InputStream in = UpsProfiles.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing from the program");
            }
            return read(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " cannot be read", e);
        }
    }

    /**
     * @throws IllegalArgumentException naming the line that cannot be read
     */
    public static UpsProfiles read(List<String> lines) {
        List<Sentinel> sentinels = new ArrayList<>();
        List<TestWord> testWords = new ArrayList<>();
        for (String line : lines) {
            String rule = line.strip();
            String[] cells = rule.split("\\|");
            if (rule.isEmpty() || rule.startsWith("#")) {
                continue;
            }
            if (cells[0].strip().equals(TEST)) {
                testWords.add(testWord(rule, cells));
            } else {
                sentinels.add(sentinel(rule, cells));
            }
        }
        return new UpsProfiles(List.copyOf(sentinels), List.copyOf(testWords));
    }

    /** Whether the device says that it tests its battery at this moment. */
    boolean testInProgress(Map<String, String> variables) {
        return testWords.stream().anyMatch(word -> word.standsIn(variables));
    }

    /** Whether this device says by {@code value} that it does not know. */
    boolean isSentinel(Map<String, String> variables, Metric metric, double value) {
        return sentinels.stream()
                .anyMatch(s -> s.metric == metric && s.value == value && s.speaksOf(variables));
    }

    private static TestWord testWord(String line, String[] cells) {
        if (cells.length != 3 || cells[1].isBlank() || cells[2].isBlank()) {
            throw new IllegalArgumentException(
                    "UPS profile '" + line + "': expected test | variable | text");
        }
        return new TestWord(cells[1].strip(), cells[2].strip().toLowerCase(Locale.ROOT));
    }

    private static Sentinel sentinel(String line, String[] cells) {
        if (cells.length != 5) {
            throw new IllegalArgumentException(
                    "UPS profile '" + line + "': expected five cells between |");
        }
        Metric metric =
                Metric.ofField(cells[3].strip())
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "UPS profile '" + line + "': no such metric"));
        double value =
                NutNumber.parsePlain(cells[4])
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "UPS profile '" + line + "': no such number"));
        return new Sentinel(cells[0].strip(), cells[1].strip(), cells[2].strip(), metric, value);
    }
}

package io.github.walnut.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number or the place of a port: {@code 24}, {@code B7}, {@code 3/14}, {@code 2/C5}, {@code
 * 2/1/18} (member, slot, number). Ordered part by part, numbers before letters.
 *
 * @param parts each a number, or a slot letter in upper case
 */
record PortId(List<String> parts) implements Comparable<PortId> {
    private static final Pattern FORM =
            Pattern.compile("(?:(\\d{1,15})/)?(?:(\\d{1,15})/)?([A-Za-z])?(\\d{1,15})");

    PortId {
        parts = List.copyOf(parts);
    }

    static Optional<PortId> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        List<String> parts = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            if (matcher.group(i) != null) {
                parts.add(matcher.group(i).toUpperCase(Locale.ROOT));
            }
        }
        return Optional.of(new PortId(parts));
    }

    boolean isNumber() {
        return parts.size() == 1;
    }

    long number() {
        return Long.parseLong(parts.get(parts.size() - 1));
    }

    /** The same place with another last number. */
    PortId withNumber(long number) {
        List<String> other = new ArrayList<>(parts.subList(0, parts.size() - 1));
        other.add(Long.toString(number));
        return new PortId(other);
    }

    boolean sameSlot(PortId other) {
        return parts.size() == other.parts.size() && withNumber(0).equals(other.withNumber(0));
    }

    boolean sameDepth(PortId other) {
        return parts.size() == other.parts.size();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            boolean afterLetter = i > 0 && Character.isLetter(parts.get(i - 1).charAt(0));
            text.append(i == 0 || afterLetter ? "" : "/").append(parts.get(i));
        }
        return text.toString();
    }

    @Override
    public int compareTo(PortId other) {
        for (int i = 0; i < Math.min(parts.size(), other.parts.size()); i++) {
            int order = comparePart(parts.get(i), other.parts.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(parts.size(), other.parts.size());
    }

    private static int comparePart(String a, String b) {
        boolean letterA = Character.isLetter(a.charAt(0));
        boolean letterB = Character.isLetter(b.charAt(0));
        if (letterA != letterB) {
            return letterA ? 1 : -1;
        }
        return letterA ? a.compareTo(b) : Long.compare(Long.parseLong(a), Long.parseLong(b));
    }
}

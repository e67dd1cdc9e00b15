package io.github.walnut.integration;

import java.util.Arrays;
import java.util.List;

/** A version by SemVer 2.0.0, ordered by its precedence; what is built of it does not count. */
record SemVer(List<String> core, List<String> before) implements Comparable<SemVer> {

    static SemVer of(String text) {
        String plain = text.replaceAll("\\+.*", "");
        int dash = plain.indexOf('-');
        return new SemVer(
                parts(dash < 0 ? plain : plain.substring(0, dash)),
                dash < 0 ? List.of() : parts(plain.substring(dash + 1)));
    }

    private static List<String> parts(String text) {
        return Arrays.asList(text.split("\\."));
    }

    @Override
    public int compareTo(SemVer other) {
        int byCore = compare(core, other.core);
        return byCore != 0 || before.isEmpty() || other.before.isEmpty()
                ? byCore != 0 ? byCore : Boolean.compare(before.isEmpty(), other.before.isEmpty())
                : compare(before, other.before);
    }

    private static int compare(List<String> left, List<String> right) {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int order = compare(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    private static int compare(String left, String right) {
        boolean numbers = number(left) && number(right);
        if (numbers) {
            return new java.math.BigInteger(left).compareTo(new java.math.BigInteger(right));
        }
        return number(left) != number(right) ? number(left) ? -1 : 1 : left.compareTo(right);
    }

    private static boolean number(String part) {
        return part.matches("[0-9]+");
    }
}

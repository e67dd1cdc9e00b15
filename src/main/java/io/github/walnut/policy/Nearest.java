package io.github.walnut.policy;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;

/** The offered word that a mistyped one is closest to. */
final class Nearest {
    private static final int LONGEST_WORD = 100;
    private static final int MOST_SHOWN = 30;

    private Nearest() {}

    /** Of a word that is longer than any name could be none is near. */
    static Optional<String> to(String word, Collection<String> offered) {
        if (word.length() > LONGEST_WORD) {
            return Optional.empty();
        }
        return offered.stream()
                .min(
                        Comparator.comparingInt((String other) -> distance(word, other))
                                .thenComparing(Comparator.naturalOrder()));
    }

    static String hint(String word, Collection<String> offered) {
        if (offered.isEmpty()) {
            return "Nothing is offered";
        }
        String list = offered.stream().sorted().limit(MOST_SHOWN).collect(Collectors.joining(", "));
        int more = offered.size() - MOST_SHOWN;
        return to(word, offered).map(nearest -> "Nearest: " + nearest + ". ").orElse("")
                + "Offered: "
                + list
                + (more > 0 ? " and " + more + " more" : "");
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}

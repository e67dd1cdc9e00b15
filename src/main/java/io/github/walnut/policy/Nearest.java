package io.github.walnut.policy;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The offered word that a mistyped one is closest to. */
final class Nearest {
    private Nearest() {}

    static Optional<String> to(String word, Collection<String> offered) {
        return offered.stream()
                .min(
                        Comparator.comparingInt((String other) -> distance(word, other))
                                .thenComparing(Comparator.naturalOrder()));
    }

    static String hint(String word, Collection<String> offered) {
        String list = String.join(", ", offered.stream().sorted().toList());
        return to(word, offered)
                .map(nearest -> "Nearest: " + nearest + ". Offered: " + list)
                .orElse("Nothing is offered");
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

package io.github.walnut.config;

import java.util.Comparator;
import java.util.stream.Stream;

/** The names that settings go by, and which of them somebody may have meant. */
final class Names {

    private Names() {}

    /** The variables of a setting, the preferred one first. */
    static Stream<String> variables(Setting setting) {
        String variable = setting.variable();
        return variable.startsWith("NUT_")
                ? Stream.of(variable, "WALNUT_" + variable)
                : Stream.of(variable);
    }

    static boolean isVariable(String name) {
        String plain = name.replaceFirst("_FILE$", "");
        return OtherVariable.is(name)
                || Stream.of(Setting.values())
                        .flatMap(Names::variables)
                        .anyMatch(known -> known.equals(name) || known.equals(plain));
    }

    static Setting property(String name) {
        return Stream.of(Setting.values())
                .filter(setting -> setting.property().equals(name))
                .findFirst()
                .orElse(null);
    }

    static String nearestVariable(String name) {
        return nearest(
                name,
                Stream.concat(
                        Stream.of(Setting.values()).flatMap(Names::variables),
                        Stream.of(OtherVariable.values()).map(OtherVariable::variable)));
    }

    static String nearestProperty(String name) {
        return nearest(name, Stream.of(Setting.values()).map(Setting::property));
    }

    private static String nearest(String word, Stream<String> known) {
        return known.min(Comparator.comparingInt(each -> distance(word, each))).orElseThrow();
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
                int above = row[j];
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), diagonal + cost);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}

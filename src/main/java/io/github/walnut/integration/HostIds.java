package io.github.walnut.integration;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The slugs by which hosts are known (INT-15). */
public final class HostIds {

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final Set<String> RESERVED = Set.of("types", "instances", "jobs", "test");
    private static final int LONGEST = 60;

    private HostIds() {}

    public static boolean valid(String id) {
        return FORM.matcher(id).matches() && !RESERVED.contains(id);
    }

    /** A free id out of a name: {@code Rack B, top} becomes {@code rack-b-top}, the next -2. */
    public static String suggest(String name, Set<String> taken) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
        String slug =
                plain.toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9._-]+", "-")
                        .replaceAll("^[^a-z0-9]+|[^a-z0-9]+$", "");
        String base = slug.isEmpty() ? "host" : slug.substring(0, Math.min(LONGEST, slug.length()));
        String id = base;
        for (int n = 2; taken.contains(id) || RESERVED.contains(id); n++) {
            id = base + "-" + n;
        }
        return id;
    }
}

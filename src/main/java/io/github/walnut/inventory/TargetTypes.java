package io.github.walnut.inventory;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The words for types of targets. Types that a driver declares come on top of these. */
public final class TargetTypes {
    private static final Set<String> KNOWN =
            Set.of(
                    "vm",
                    "container",
                    "node",
                    "port",
                    "poe-port",
                    "interface",
                    "outlet",
                    "stack-member",
                    "service",
                    "host");
    private static final Map<String, String> ALIASES =
            Map.of("ct", "container", "lxc", "container", "switch", "host", "system", "host");

    private TargetTypes() {}

    /** The one spelling: hyphens instead of underscores, aliases resolved. */
    public static String canonical(String word) {
        String hyphens = word.trim().toLowerCase(Locale.ROOT).replace('_', '-');
        return ALIASES.getOrDefault(hyphens, hyphens);
    }

    public static boolean known(String canonical) {
        return KNOWN.contains(canonical);
    }
}

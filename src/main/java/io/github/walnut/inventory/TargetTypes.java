package io.github.walnut.inventory;

import java.util.Collection;
import java.util.List;
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

    /**
     * The one spelling for what a capability acts on: {@code port} means the interfaces of a
     * switch.
     */
    public static String on(Capability capability, String word) {
        return among(capability.targetTypes(), word);
    }

    /** The one spelling, among the types that a host has or that a capability acts on. */
    public static String among(Collection<String> types, String word) {
        String type = canonical(word);
        boolean switchPort =
                type.equals("port") && !types.contains("port") && types.contains("interface");
        return switchPort ? "interface" : type;
    }

    /**
     * A target's id with the one spelling of its type: {@code poe_port:7} is {@code poe-port:7}.
     */
    public static String id(Collection<String> types, String id) {
        int colon = id.indexOf(':');
        return colon < 1 ? id : among(types, id.substring(0, colon)) + id.substring(colon);
    }

    /** The type that the id of a target begins with; empty when there is none. */
    public static String ofId(String id) {
        int colon = id.indexOf(':');
        return colon < 1 ? "" : id.substring(0, colon);
    }

    /** The same of an id with its host before it: {@code sw/poe_port:7}. */
    public static String path(String path) {
        int slash = path.indexOf('/');
        return path.substring(0, slash + 1) + id(List.of(), path.substring(slash + 1));
    }

    public static boolean known(String canonical) {
        return KNOWN.contains(canonical);
    }
}

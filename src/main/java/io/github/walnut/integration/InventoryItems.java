package io.github.walnut.integration;

import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Target;
import io.github.walnut.inventory.TargetTypes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Makes targets out of what a driver listed. Answers of a target are untrusted: text is cleaned and
 * cut, twins and items without an id are left out.
 */
public final class InventoryItems {

    private static final Pattern LABEL = Pattern.compile("[a-z0-9][a-z0-9._/-]{0,62}");
    private static final Set<String> IDLE =
            Set.of("stopped", "suspended", "down", "off", "offline");
    private static final int NAME = 200;
    private static final int TEXT = 1024;
    private static final int MOST_ATTRS = 64;

    private InventoryItems() {}

    /**
     * @param most the rest is left out
     */
    public static List<Target> of(Host host, List<Map<String, Object>> items, int most) {
        List<Target> targets = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        for (Map<String, Object> item : items) {
            Target target = target(host, item);
            if (!target.externalId().isEmpty() && targets.size() < most && seen.add(target.id())) {
                targets.add(target);
            }
        }
        return List.copyOf(targets);
    }

    private static Target target(Host host, Map<String, Object> item) {
        String type = TargetTypes.canonical(text(item.get("type"), NAME));
        String status =
                Target.STATES.contains(text(item.get("status"), NAME))
                        ? text(item.get("status"), NAME)
                        : "unknown";
        String externalId = text(item.get("external_id"), NAME);
        String name = text(item.get("name"), NAME);
        return new Target(
                host.id(),
                type,
                externalId,
                name.isEmpty() ? externalId : name,
                status,
                attrs(item.get("attrs")),
                labels(item.get("labels")),
                !IDLE.contains(status),
                false,
                host.self() && type.equals("host"));
    }

    private static Map<String, Object> attrs(Object written) {
        Map<String, Object> attrs = new LinkedHashMap<>();
        if (written instanceof Map<?, ?> map) {
            map.forEach(
                    (key, value) -> {
                        if (value != null && attrs.size() < MOST_ATTRS) {
                            attrs.put(
                                    text(key, NAME),
                                    value instanceof String ? text(value, TEXT) : value);
                        }
                    });
        }
        return attrs;
    }

    private static Map<String, String> labels(Object written) {
        Map<String, String> labels = new LinkedHashMap<>();
        if (written instanceof Map<?, ?> map) {
            map.forEach(
                    (key, value) -> {
                        if (value != null && LABEL.matcher(key.toString()).matches()) {
                            labels.put(key.toString(), text(value, NAME));
                        }
                    });
        }
        return labels;
    }

    private static String text(Object value, int longest) {
        return value == null ? "" : RemoteText.clean(value.toString(), longest);
    }
}

package io.github.walnut.component.device;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a virtual host holds and how it behaves.
 *
 * @param targets names by target id, in order
 * @param latency milliseconds by verb, fixed or {@code from-to}; {@code default} for the rest
 * @param failRate 0 to 1: share of changes that are refused
 * @param lieRate 0 to 1: share of changes that are accepted and never happen
 * @param hang target ids that never finish a change
 * @param hidden target ids that no inventory shows
 */
record VirtualPlan(
        Map<String, String> targets,
        Map<String, String> latency,
        double failRate,
        double lieRate,
        Set<String> hang,
        Set<String> hidden,
        int seed) {

    private static final Pattern SPAN = Pattern.compile("(\\d{1,7})(-(\\d{1,7}))?");
    private static final List<String> KINDS =
            List.of("vm", "container", "node", "outlet", "poe-port", "interface");

    static VirtualPlan of(DeviceSettings settings) throws DeviceException {
        Map<String, String> targets = new LinkedHashMap<>();
        targets.put("host:" + settings.hostId(), settings.hostId());
        for (String kind : KINDS) {
            String field = kind.replace('-', '_');
            int first = kind.equals("vm") ? 101 : 1;
            for (int i = 0; i < settings.number(field + "_count", 0); i++) {
                targets.put(kind + ":" + (first + i), kind + "-" + (first + i));
            }
            settings.list(field + "s")
                    .forEach(name -> targets.put(kind + ":" + name, name.toString()));
        }
        return new VirtualPlan(
                targets,
                settings.map("latency"),
                rate(settings, "fail_rate"),
                rate(settings, "lie_rate"),
                texts(settings.list("hang")),
                texts(settings.list("hidden")),
                settings.number("seed", 1));
    }

    /** Milliseconds until a change shows, the same for the same seed. */
    long latencyMillis(String verb, VirtualDice dice) throws DeviceException {
        String span = latency.getOrDefault(verb, latency.getOrDefault("default", "0"));
        Matcher bounds = SPAN.matcher(span);
        if (!bounds.matches()) {
            throw DeviceException.of(
                    "validation",
                    "latency_invalid",
                    "A latency is milliseconds such as 500 or 500-1500, not " + span + ".");
        }
        long from = Long.parseLong(bounds.group(1));
        long to = bounds.group(3) == null ? from : Math.max(from, Long.parseLong(bounds.group(3)));
        return from + Math.round((to - from) * dice.roll("latency"));
    }

    private static double rate(DeviceSettings settings, String key) {
        String text = settings.text(key);
        return text == null ? 0 : Double.parseDouble(text);
    }

    private static Set<String> texts(List<?> items) {
        List<String> texts = new ArrayList<>();
        items.forEach(item -> texts.add(item.toString()));
        return Set.copyOf(texts);
    }
}

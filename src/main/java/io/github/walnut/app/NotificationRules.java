package io.github.walnut.app;

import io.github.walnut.config.SettingsInForce;
import io.github.walnut.config.StoredSetting;
import io.github.walnut.inventory.Host;
import io.github.walnut.notify.Channel;
import io.github.walnut.notify.Quiet;
import io.github.walnut.notify.TemplateText;
import io.github.walnut.notify.Templates;
import io.github.walnut.policy.DurationText;
import io.github.walnut.ups.Severity;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The channels that there are, one for each host of type {@code notify}, with the delivery rules of
 * the settings.
 *
 * @param channels by the id of their host, those that are off included
 */
record NotificationRules(Map<String, Channel> channels, Templates templates) {

    static final String TYPE = "notify";

    static NotificationRules read(SettingsInForce settings, List<Host> hosts) {
        return of(
                settings.records(StoredSetting.NOTIFY_CHANNELS),
                templates(settings.keyed(StoredSetting.NOTIFY_TEMPLATES)),
                hosts,
                settings.zone());
    }

    static NotificationRules of(
            List<Map<String, Object>> records,
            Map<String, TemplateText> templates,
            List<Host> hosts,
            ZoneId zone) {
        Map<String, Map<String, Object>> byId =
                records.stream()
                        .collect(Collectors.toMap(record -> (String) record.get("id"), r -> r));
        Map<String, Channel> channels = new LinkedHashMap<>();
        for (Host host : hosts) {
            if (host.typeId().equals(TYPE)) {
                channels.put(host.id(), channel(host, byId.getOrDefault(host.id(), Map.of())));
            }
        }
        return new NotificationRules(Map.copyOf(channels), new Templates(templates, zone));
    }

    private static Channel channel(Host host, Map<String, Object> record) {
        return new Channel(
                host.id(),
                kind(host),
                host.enabled() && (boolean) record.getOrDefault("enabled", true),
                severity(record, "min_severity", Severity.WARN),
                texts(record, "names"),
                texts(record, "ups"),
                texts(record, "policies"),
                quiet(object(record, "quiet")),
                template(object(record, "template")),
                span(record, "min_interval", Channel.INTERVAL),
                (int) record.getOrDefault("rate_per_min", Channel.PER_MINUTE),
                (int) record.getOrDefault("max_per_hour", Channel.PER_HOUR));
    }

    static String kind(Host host) {
        return host.config().get("kind") instanceof String kind ? kind : "";
    }

    /** The record of a host as people see it, with what holds where nothing is stored. */
    static Map<String, Object> shown(Host host, Map<String, Object> stored) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", host.id());
        shown.put("kind", kind(host));
        shown.put("enabled", true);
        shown.put("min_severity", Severity.WARN.word());
        shown.put("names", List.of());
        shown.put("ups", List.of());
        shown.put("policies", List.of());
        shown.put("min_interval", "1m");
        shown.put("rate_per_min", Channel.PER_MINUTE);
        shown.put("max_per_hour", Channel.PER_HOUR);
        stored.forEach((key, value) -> shown.put(key, key.equals("kind") ? kind(host) : value));
        return shown;
    }

    static Map<String, TemplateText> templates(Map<String, Map<String, Object>> stored) {
        Map<String, TemplateText> templates = new LinkedHashMap<>();
        stored.forEach((name, texts) -> templates.put(name, template(texts)));
        return templates;
    }

    static TemplateText template(Map<String, Object> texts) {
        return texts == null
                ? null
                : new TemplateText((String) texts.get("title"), (String) texts.get("text"));
    }

    private static Quiet quiet(Map<String, Object> hours) {
        if (hours == null) {
            return null;
        }
        Set<DayOfWeek> days =
                Stream.of(DayOfWeek.values())
                        .filter(
                                day ->
                                        texts(hours, "days")
                                                .contains(day.name().substring(0, 3).toLowerCase()))
                        .collect(Collectors.toSet());
        return new Quiet(
                LocalTime.parse((String) hours.get("from")),
                LocalTime.parse((String) hours.get("to")),
                days,
                severity(hours, "except_severity", Severity.ERROR));
    }

    private static Severity severity(Map<String, Object> of, String key, Severity usual) {
        return of.get(key) instanceof String word ? Severity.of(word) : usual;
    }

    private static Duration span(Map<String, Object> of, String key, Duration usual) {
        return of.get(key) instanceof String text ? DurationText.parse(text) : usual;
    }

    @SuppressWarnings("unchecked")
    static List<String> texts(Map<String, Object> of, String key) {
        return (List<String>) of.getOrDefault(key, List.of());
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(Map<String, Object> of, String key) {
        return (Map<String, Object>) of.get(key);
    }
}

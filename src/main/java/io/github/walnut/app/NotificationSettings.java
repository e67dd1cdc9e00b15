package io.github.walnut.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.walnut.config.SettingFault;
import io.github.walnut.config.SettingsInForce.Value;
import io.github.walnut.config.StoredSetting;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.notify.Templates;
import io.github.walnut.ups.EventName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the settings group {@code notifications} must be beside its form, and how it is shown: each
 * channel is a host, with or without rules of its own.
 */
final class NotificationSettings {

    private static final List<String> NEWS =
            List.of("run.created", "run.closed", "recovery.gate", "recovery.state");

    private final Inventory inventory;
    private final String outside;
    private final ObjectMapper mapper = new ObjectMapper();

    /**
     * @param outside where people reach walNUT, or null
     */
    NotificationSettings(Inventory inventory, String outside) {
        this.inventory = inventory;
        this.outside = outside;
    }

    /** All channels that there are, by name of their host. */
    @SuppressWarnings("unchecked")
    Object shown(Object stored) {
        List<Map<String, Object>> records = (List<Map<String, Object>>) stored;
        return inventory.hosts().stream()
                .filter(host -> host.typeId().equals(NotificationRules.TYPE))
                .map(
                        host ->
                                NotificationRules.shown(
                                        host,
                                        records.stream()
                                                .filter(one -> one.get("id").equals(host.id()))
                                                .findFirst()
                                                .orElse(Map.of())))
                .toList();
    }

    @SuppressWarnings("unchecked")
    List<SettingFault> faults(Map<StoredSetting, Value> group) {
        List<SettingFault> faults = new ArrayList<>();
        List<Map<String, Object>> channels =
                (List<Map<String, Object>>) group.get(StoredSetting.NOTIFY_CHANNELS).value();
        for (int i = 0; i < channels.size(); i++) {
            channel(channels.get(i), "/" + i, faults);
        }
        Map<String, Map<String, Object>> templates =
                (Map<String, Map<String, Object>>)
                        group.get(StoredSetting.NOTIFY_TEMPLATES).value();
        templates.forEach(
                (name, texts) -> {
                    String at = "/" + name;
                    if (!name.equals(Templates.DIGEST) && !known(name)) {
                        faults.add(
                                fault(
                                        StoredSetting.NOTIFY_TEMPLATES,
                                        at,
                                        "no event begins or is called so; expected one of"
                                                + " docs/reference/events.md, a live name or digest"));
                    }
                    template(StoredSetting.NOTIFY_TEMPLATES, texts, at, false, faults);
                });
        return faults;
    }

    /** Links need to know where people reach walNUT. */
    List<SettingFault> advice(Map<StoredSetting, Value> group) {
        boolean wanted = Boolean.TRUE.equals(group.get(StoredSetting.NOTIFY_LINKS).value());
        return wanted && outside == null
                ? List.of(
                        SettingFault.of(
                                StoredSetting.NOTIFY_LINKS,
                                "no_public_url",
                                "messages carry no links: WALNUT_PUBLIC_URL does not say where"
                                        + " people reach walNUT"))
                : List.of();
    }

    private void channel(Map<String, Object> record, String at, List<SettingFault> faults) {
        Host host =
                inventory.hosts().stream()
                        .filter(one -> one.id().equals(record.get("id")))
                        .filter(one -> one.typeId().equals(NotificationRules.TYPE))
                        .findFirst()
                        .orElse(null);
        if (host == null) {
            faults.add(
                    fault(
                            StoredSetting.NOTIFY_CHANNELS,
                            at + "/id",
                            "there is no channel '"
                                    + record.get("id")
                                    + "'; give its config and secrets here to make it, or make it"
                                    + " with POST /api/integrations (type_id notify) or walnut"
                                    + " integrations add"));
            return;
        }
        String kind = NotificationRules.kind(host);
        if (record.containsKey("kind") && !kind.equals(record.get("kind"))) {
            faults.add(
                    fault(
                            StoredSetting.NOTIFY_CHANNELS,
                            at + "/kind",
                            "host " + host.id() + " is of kind " + kind));
        }
        List<String> names = NotificationRules.texts(record, "names");
        for (int i = 0; i < names.size(); i++) {
            if (!known(names.get(i))) {
                faults.add(
                        fault(
                                StoredSetting.NOTIFY_CHANNELS,
                                at + "/names/" + i,
                                "no event begins or is called so"));
            }
        }
        Map<String, Object> quiet = NotificationRules.object(record, "quiet");
        if (quiet != null && quiet.get("from").equals(quiet.get("to"))) {
            faults.add(
                    fault(
                            StoredSetting.NOTIFY_CHANNELS,
                            at + "/quiet/to",
                            "expected another time than from"));
        }
        Map<String, Object> template = NotificationRules.object(record, "template");
        if (template != null) {
            template(
                    StoredSetting.NOTIFY_CHANNELS,
                    template,
                    at + "/template",
                    kind.equals("webhook"),
                    faults);
        }
    }

    /** A name, or the beginning of one, of an event or of news. */
    private static boolean known(String wanted) {
        String begin = wanted.endsWith("*") ? wanted.substring(0, wanted.length() - 1) : null;
        return Stream.concat(Stream.of(EventName.values()).map(EventName::word), NEWS.stream())
                .anyMatch(name -> begin == null ? name.equals(wanted) : name.startsWith(begin));
    }

    /**
     * @param json the text is the body of a webhook
     */
    private void template(
            StoredSetting setting,
            Map<String, Object> texts,
            String at,
            boolean json,
            List<SettingFault> faults) {
        for (String part : List.of("title", "text")) {
            if (texts.get(part) instanceof String text) {
                List<Templates.Fault> found =
                        Templates.check(text).stream().filter(Templates.Fault::blocker).toList();
                found.forEach(
                        fault -> faults.add(fault(setting, at + "/" + part, fault.message())));
                if (json && part.equals("text") && found.isEmpty() && !object(text)) {
                    faults.add(
                            fault(
                                    setting,
                                    at + "/text",
                                    "what it makes of an event is no JSON object, which is what"
                                            + " webhooks are sent; put names between quotes"));
                }
            }
        }
    }

    private boolean object(String template) {
        try {
            return mapper.readTree(Templates.sample(template)).isContainerNode();
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private static SettingFault fault(StoredSetting setting, String within, String message) {
        return SettingFault.within(setting, within, "value", message);
    }
}

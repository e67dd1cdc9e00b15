package io.github.walnut.road;

import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.Trigger;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.EventName;
import io.github.walnut.ups.Ids;
import io.github.walnut.ups.Severity;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What is told of calls of webhooks: who called, and as much of the body as anybody asks for. */
public final class WebhookEvents {

    private static final int MOST_SCALARS = 16;
    private static final int LONGEST_TEXT = 256;

    private final Ids ids;

    public WebhookEvents(Ids ids) {
        this.ids = ids;
    }

    /**
     * @param upsId the UPS that the hook is about, or null
     * @param outageId of the UPS's outage, or null
     * @param matched keys of the body that policies look at
     * @param source address of the caller
     */
    public Event received(
            String hook,
            String upsId,
            UUID outageId,
            Map<String, Object> body,
            Set<String> matched,
            String source,
            Instant now) {
        UUID id = ids.next();
        Map<String, Object> attrs = new LinkedHashMap<>();
        attrs.put("name", hook);
        attrs.put("body", part(body, matched));
        attrs.put("source", source);
        return new Event(
                id,
                Event.Type.WEBHOOK,
                "webhook.custom",
                EventName.WEBHOOK_RECEIVED.word(),
                Severity.INFO,
                upsId == null ? new Event.Subject("integration", hook) : Event.Subject.ups(upsId),
                attrs,
                now,
                outageId == null ? id : outageId,
                outageId,
                false,
                "The webhook " + hook + " was called",
                "webhook/" + hook + "/" + id);
    }

    /** The keys of bodies of this hook that these policies compare with something. */
    public static Set<String> matched(Collection<StoredPolicy> policies, String hook) {
        return policies.stream()
                .flatMap(policy -> policy.policy().triggers().stream())
                .filter(Trigger.Webhook.class::isInstance)
                .map(Trigger.Webhook.class::cast)
                .filter(trigger -> trigger.name().equals(hook))
                .flatMap(trigger -> trigger.match().keySet().stream())
                .collect(Collectors.toSet());
    }

    private static Map<String, Object> part(Map<String, Object> body, Set<String> matched) {
        Map<String, Object> part = new LinkedHashMap<>();
        int scalars = 0;
        for (Map.Entry<String, Object> member : body.entrySet()) {
            Object value = member.getValue();
            boolean scalar = !(value instanceof Map) && !(value instanceof List);
            boolean wanted = matched.contains(member.getKey());
            if (wanted || scalar && scalars < MOST_SCALARS) {
                part.put(member.getKey(), cut(value));
                scalars += wanted ? 0 : 1;
            }
        }
        return part;
    }

    private static Object cut(Object value) {
        if (value instanceof String text && text.length() > LONGEST_TEXT) {
            boolean pair = Character.isHighSurrogate(text.charAt(LONGEST_TEXT - 1));
            return text.substring(0, pair ? LONGEST_TEXT - 1 : LONGEST_TEXT);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(WebhookEvents::cut).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> shorter = new LinkedHashMap<>();
            map.forEach((key, inner) -> shorter.put(key, cut(inner)));
            return shorter;
        }
        return value;
    }
}

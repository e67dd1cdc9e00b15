package io.github.walnut.ups;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Makes the events of one step out of its drafts, in the order in which they are to be judged. */
final class EventPress {

    private static final Comparator<Draft> ORDER =
            Comparator.comparing((Draft draft) -> draft.rank)
                    .thenComparing(draft -> draft.sortKey)
                    .thenComparingDouble(draft -> draft.limit);

    private final Ids ids;

    EventPress(Ids ids) {
        this.ids = ids;
    }

    List<Event> print(Step step) {
        return step.drafts.stream().sorted(ORDER).map(draft -> print(step, draft)).toList();
    }

    private Event print(Step step, Draft draft) {
        UUID outage = outage(step, draft);
        return new Event(
                ids.next(),
                type(draft.name),
                draft.name.kind(),
                draft.name.word(),
                draft.severity,
                Event.Subject.ups(step.before.upsId()),
                attrs(step, draft),
                step.now,
                outage != null ? outage : ids.next(),
                outage,
                false,
                message(step, draft),
                edgeKey(step.before.upsId(), step.memory.firstSeenAt, draft));
    }

    private static Event.Type type(EventName name) {
        return name.kind().equals(Event.METRIC_THRESHOLD) ? Event.Type.METRIC : Event.Type.UPS;
    }

    /** Two lives of one UPS id differ by their begin, so that their edges never look the same. */
    private static String edgeKey(String upsId, Instant life, Draft draft) {
        String key =
                UpsId.key(upsId)
                        + "/"
                        + draft.name.word()
                        + "/"
                        + life.toEpochMilli()
                        + "."
                        + draft.epoch;
        String episode = draft.edgeDetail.isEmpty() ? "" : "/" + draft.edgeDetail;
        return key + episode;
    }

    private static UUID outage(Step step, Draft draft) {
        if (draft.outageId != null) {
            return draft.outageId;
        }
        return step.outage == null ? null : step.outage.id();
    }

    private static Map<String, Object> attrs(Step step, Draft draft) {
        Map<String, Object> attrs = new LinkedHashMap<>();
        if (!draft.name.kind().equals(Event.UPS_STATE)) {
            attrs.putAll(draft.attrs);
            return attrs;
        }
        for (String key : List.of("state", "flag", "entered", "initial")) {
            attrs.put(key, draft.attrs.get(key));
        }
        attrs.put("from", List.copyOf(step.flagsBefore().stream().sorted().toList()));
        attrs.put("to", List.copyOf(step.flagsNow().stream().sorted().toList()));
        attrs.put("since", draft.attrs.get("since"));
        attrs.put("battery_percent", value(step, Metric.BATTERY_PERCENT));
        attrs.put("runtime_seconds", value(step, Metric.RUNTIME_SECONDS));
        draft.attrs.forEach(attrs::putIfAbsent);
        return attrs;
    }

    private static Double value(Step step, Metric metric) {
        return step.latest() == null ? null : step.latest().value(metric);
    }

    private static String message(Step step, Draft draft) {
        String upsId = step.before.upsId();
        String who = upsId.contains("@") ? upsId.substring(0, upsId.indexOf('@')) : upsId;
        String text = draft.name.message(who);
        Map<String, Object> attrs = draft.attrs;
        if (attrs.containsKey("metric")) {
            return text
                    + ": "
                    + attrs.get("metric")
                    + " is "
                    + (attrs.get("value") == null ? "unknown" : attrs.get("value"))
                    + " (limit "
                    + attrs.get("op")
                    + " "
                    + attrs.get("limit")
                    + ")";
        }
        if (draft.name == EventName.OUTAGE_ENDED) {
            return text + ended(attrs);
        }
        Object detail =
                draft.name == EventName.STATUS_OTHER
                        ? attrs.get("flag")
                        : first(attrs, "cause", "alarm", "result");
        return detail == null ? text : text + " (" + detail + ")";
    }

    /** {@code (54 s, lowest charge 29 %)}; the charge only where it is known. */
    private static String ended(Map<String, Object> attrs) {
        Object charge = attrs.get("min_battery_percent");
        return " ("
                + seconds(((Number) attrs.get("duration_seconds")).longValue())
                + (charge == null ? "" : ", lowest charge " + percent((Number) charge) + " %")
                + ")";
    }

    private static String seconds(long seconds) {
        return seconds < 120 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
    }

    private static String percent(Number charge) {
        return Long.toString(Math.round(charge.doubleValue()));
    }

    private static Object first(Map<String, Object> attrs, String... keys) {
        for (String key : keys) {
            if (attrs.get(key) != null) {
                return attrs.get(key);
            }
        }
        return null;
    }
}

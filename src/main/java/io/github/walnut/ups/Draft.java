package io.github.walnut.ups;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** An event in the making: it gets its id, its outage and its place once the step is complete. */
final class Draft {

    /** The place of an event among those of one sample. */
    enum Rank {
        CONTACT,
        TEST,
        MAINS,
        OUTAGE,
        LOW_BATTERY,
        FORCED_SHUTDOWN,
        CRITICAL,
        FLAG,
        THRESHOLD
    }

    final Rank rank;
    final String sortKey;
    final EventName name;
    final Severity severity;
    final long epoch;
    final Map<String, Object> attrs = new LinkedHashMap<>();
    double limit;
    String edgeDetail = "";
    UUID outageId;

    Draft(Rank rank, String sortKey, EventName name, Severity severity, long epoch) {
        this.rank = rank;
        this.sortKey = sortKey;
        this.name = name;
        this.severity = severity;
        this.epoch = epoch;
    }

    /** A state or a flag was entered or left. */
    static Draft state(
            Rank rank,
            UpsState state,
            EventName name,
            Severity severity,
            boolean entered,
            UpsFacts.Holding holding) {
        return token(
                rank,
                state.word(),
                state.flag(),
                name,
                severity,
                entered,
                new Begin(holding.since(), holding.initial(), holding.epoch()));
    }

    /** When something began, and the how manieth time it was. */
    record Begin(Instant since, boolean initial, long epoch) {}

    static Draft token(
            Rank rank,
            String word,
            String flag,
            EventName name,
            Severity severity,
            boolean entered,
            Begin begin) {
        Draft draft =
                new Draft(
                        rank,
                        (flag == null ? word : flag).toUpperCase(Locale.ROOT),
                        name,
                        severity,
                        begin.epoch());
        draft.attrs.put("state", word);
        draft.attrs.put("flag", flag);
        draft.attrs.put("entered", entered);
        draft.attrs.put("initial", entered && begin.initial());
        draft.attrs.put("since", Timestamps.text(begin.since()));
        return draft;
    }

    Draft since(Instant since) {
        return with("since", Timestamps.text(since));
    }

    Draft with(String key, Object value) {
        attrs.put(key, value);
        return this;
    }
}

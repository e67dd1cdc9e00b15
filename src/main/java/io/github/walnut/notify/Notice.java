package io.github.walnut.notify;

import io.github.walnut.ups.EventName;
import io.github.walnut.ups.Severity;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Something that people may be told of: an event, or news of a run.
 *
 * @param name of the event, or of the news: {@code run.created}
 * @param eventName of the stored event behind news, or null
 * @param always whatever its severity
 * @param upsId null when it is about no UPS
 * @param policyId null when it is about no policy
 * @param ofChannel the channel whose failure it is, which is not told; or null
 * @param topic what messages about the same matter share
 * @param dryRun nothing was done, it would have been
 * @param test somebody made it up
 * @param title without severity and UPS
 * @param url page of the console, or null
 * @param context event, ups, run, policy, outage for templates
 */
public record Notice(
        String name,
        String eventName,
        boolean always,
        Severity severity,
        String upsId,
        String policyId,
        UUID eventId,
        UUID runId,
        String ofChannel,
        String topic,
        boolean dryRun,
        boolean test,
        Instant at,
        String title,
        String message,
        String url,
        Map<String, Object> context) {

    /** What ends something weighs as much as its begin: who was told of that waits for it. */
    private static final Map<String, Severity> ENDS =
            Map.of(
                    EventName.MAINS_RETURNED.word(), Severity.WARN,
                    EventName.COMM_RESTORED.word(), Severity.WARN,
                    EventName.NUT_SERVER_RESTORED.word(), Severity.ERROR);

    public Notice {
        context = Collections.unmodifiableMap(new LinkedHashMap<>(context));
    }

    /** By which a channel decides whether it is told; people see the severity itself. */
    Severity weight() {
        return ENDS.getOrDefault(name, severity);
    }
}

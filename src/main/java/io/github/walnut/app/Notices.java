package io.github.walnut.app;

import io.github.walnut.notify.Notice;
import io.github.walnut.notify.Words;
import io.github.walnut.publish.EventJson;
import io.github.walnut.publish.Json;
import io.github.walnut.publish.RunJson;
import io.github.walnut.publish.UpsJson;
import io.github.walnut.publish.UpsView;
import io.github.walnut.run.Gate;
import io.github.walnut.run.Obligation;
import io.github.walnut.run.Run;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.EventName;
import io.github.walnut.ups.Severity;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** What people may be told of: events, and news of runs, with all that a template may name. */
final class Notices {

    /** How news of runs are called that are stored as events of another name. */
    private static final Map<String, String> NEWS =
            Map.of(
                    EventName.RUN_STARTED.word(), "run.created",
                    EventName.RECOVERY_STARTED.word(), "run.created",
                    EventName.RUN_FINISHED.word(), "run.closed",
                    EventName.RECOVERY_FINISHED.word(), "run.closed");

    private static final Set<String> CHANNELS =
            Set.of(EventName.NOTIFICATION_FAILING.word(), EventName.NOTIFICATION_RESTORED.word());

    /** What concerns everybody, however grave it is. */
    private static final Set<String> OF_THE_MODE =
            Set.of(
                    EventName.SYSTEM_ARMED.word(),
                    EventName.SYSTEM_DISARMED.word(),
                    EventName.POLICY_ARMED.word(),
                    EventName.POLICY_DISARMED.word(),
                    EventName.HOLD_STARTED.word(),
                    EventName.HOLD_ENDED.word(),
                    EventName.HOLD_ENDING.word(),
                    EventName.MAINTENANCE_STARTED.word(),
                    EventName.MAINTENANCE_ENDED.word());

    /** UPSs as they are shown. */
    @FunctionalInterface
    interface Views {

        /**
         * @param next with what is pending
         */
        Optional<UpsView> of(String upsId, boolean next);
    }

    private static final int LONGEST_SAID = 2_048;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final Views ups;
    private final Function<UUID, Optional<String>> policies;
    private final Function<UUID, Run> runs;
    private final String publicUrl;
    private final ZoneId zone;
    private final Clock clock;
    private final Json json = new Json();
    private final EventJson events = new EventJson(json);
    private final UpsJson upsJson = new UpsJson(json);
    private final RunJson runJson = new RunJson(json);

    /**
     * @param policies names of those that are enabled
     * @param runs that are under way; null for another
     * @param publicUrl where people find the console, without a slash at the end, or null
     */
    Notices(
            Views ups,
            Function<UUID, Optional<String>> policies,
            Function<UUID, Run> runs,
            String publicUrl,
            ZoneId zone,
            Clock clock) {
        this.ups = ups;
        this.policies = policies;
        this.runs = runs;
        this.publicUrl = publicUrl;
        this.zone = zone;
        this.clock = clock;
    }

    /** The JSON form of an event, as values. */
    @SuppressWarnings("unchecked")
    Map<String, Object> document(Event event) {
        return (Map<String, Object>) json.value(events.write(event));
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> document(Run run) {
        return (Map<String, Object>) json.value(runJson.writeWithoutSteps(run, List.of()));
    }

    /**
     * @param now with what is pending, which must not be asked for while an event is being stored
     */
    Notice of(Event event, boolean now) {
        String news = NEWS.get(event.name());
        Map<?, ?> details = event.attrs().get("details") instanceof Map<?, ?> map ? map : Map.of();
        UUID runId = news == null ? null : UUID.fromString(String.valueOf(details.get("run_id")));
        Run run = runId == null ? null : runs.apply(runId);
        boolean dryRun =
                runId != null && !Run.Mode.LIVE.word().equals(String.valueOf(details.get("mode")));
        String subject = event.subject().id();
        String upsId =
                event.subject().kind().equals("ups") ? subject : run == null ? null : run.upsId();
        String policyId = event.subject().kind().equals("policy") ? subject : null;
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("event", document(event));
        ups(context, upsId, now);
        policy(context, policyId, run, now);
        if (run != null) {
            context.put("run", document(run));
        }
        outage(context, event, upsId);
        return new Notice(
                news == null ? event.name() : news,
                event.name(),
                news != null
                        || OF_THE_MODE.contains(event.name())
                        || CHANNELS.contains(event.name()),
                event.severity(),
                upsId,
                policyId,
                event.id(),
                runId,
                CHANNELS.contains(event.name()) ? subject : null,
                topic(event, runId),
                dryRun,
                event.synthetic(),
                event.ts(),
                title(event, upsId, run, dryRun),
                event.message() == null ? event.name() : event.message(),
                url(runId == null ? "/events" : "/runs/" + runId),
                context);
    }

    private static String topic(Event event, UUID runId) {
        if (runId != null) {
            return "run/" + runId;
        }
        return event.outageId() == null
                ? event.subject().kind() + "/" + event.subject().id()
                : outage(event.outageId());
    }

    static String outage(UUID id) {
        return "outage/" + id;
    }

    /** The message without the name of the UPS, which stands in front of it. */
    private static String title(Event event, String upsId, Run run, boolean dryRun) {
        String message = event.message() == null ? event.name() : event.message();
        if (dryRun && run != null) {
            boolean ended = NEWS.get(event.name()).equals("run.closed");
            return run.policyName()
                    + (ended ? " would: " + String.valueOf(run.summary()) : " would run");
        }
        if (upsId == null) {
            return message;
        }
        String name = upsId.substring(0, Math.max(0, upsId.lastIndexOf('@')));
        return Stream.of(upsId + " ", name + " ")
                .filter(message::startsWith)
                .findFirst()
                .map(begin -> message.substring(begin.length()))
                .orElse(message);
    }

    /** A message that tells loss and return of mains at once. */
    Notice shortInterruption(Event returned, Instant lostAt) {
        Notice notice = of(returned, false);
        String words =
                "short interruption, " + Words.duration(Duration.between(lostAt, returned.ts()));
        return new Notice(
                notice.name(),
                notice.eventName(),
                true,
                Severity.WARN,
                notice.upsId(),
                notice.policyId(),
                notice.eventId(),
                notice.runId(),
                null,
                notice.topic(),
                notice.dryRun(),
                notice.test(),
                notice.at(),
                words,
                words,
                notice.url(),
                notice.context());
    }

    /** One line in the place of all messages about an outage that is over. */
    String summary(Event outageEnded) {
        Object seconds = outageEnded.attrs().get("duration_seconds");
        Object charge = outageEnded.attrs().get("min_battery_percent");
        String name =
                ups.of(outageEnded.subject().id(), false)
                        .map(view -> view.displayName() == null ? view.name() : view.displayName())
                        .orElse(outageEnded.subject().id());
        return name
                + " was in an outage"
                + (seconds instanceof Number number
                        ? " for " + Words.duration(Duration.ofSeconds(number.longValue()))
                        : "")
                + (charge instanceof Number least
                        ? ", least charge " + least.longValue() + " %"
                        : "");
    }

    /** What is owed a start came to an end; nothing for steps on the way there. */
    Optional<Notice> of(Run run, Obligation owed) {
        String target = owed.target().name();
        String words =
                switch (owed.status()) {
                    case RESTORED -> target + " is started again";
                    case RESTORED_ELSEWHERE -> target + " runs again, not by walNUT";
                    case DISMISSED -> target + " stays as it is: " + owed.reason();
                    // recovery_failed is an event of its own
                    case OPEN, RESTORING, FAILED, VOID -> null;
                };
        return Optional.ofNullable(words)
                .map(text -> news("recovery.state", run, Severity.INFO, text));
    }

    Notice of(Run run, String hostId, Gate gate) {
        return news(
                "recovery.gate",
                run,
                Severity.WARN,
                "Recovery after "
                        + run.policyName()
                        + (hostId == null ? "" : " on " + hostId)
                        + " still waits"
                        + (gate.detail() == null ? "" : ": " + gate.detail()));
    }

    /**
     * What a route of an operator says.
     *
     * @param always a channel was named, which takes it whatever its severity
     */
    Notice of(String routeId, boolean always, Severity severity, String text) {
        String said = text == null || text.isBlank() ? routeId : text.strip();
        String cut = said.length() > LONGEST_SAID ? said.substring(0, LONGEST_SAID) + "…" : said;
        return new Notice(
                "route.message",
                null,
                always,
                severity,
                null,
                null,
                null,
                null,
                null,
                "route/" + routeId,
                false,
                false,
                clock.now(),
                cut.lines().findFirst().orElse(cut),
                cut,
                url("/routes/" + routeId),
                Map.of());
    }

    private Notice news(String name, Run run, Severity severity, String text) {
        Map<String, Object> context = new LinkedHashMap<>();
        ups(context, run.upsId(), false);
        policy(context, run.policyId().toString(), run, false);
        context.put("run", document(run));
        return new Notice(
                name,
                null,
                true,
                severity,
                run.upsId(),
                run.policyId().toString(),
                null,
                run.id(),
                null,
                "run/" + run.id(),
                run.mode() != Run.Mode.LIVE,
                false,
                clock.now(),
                text,
                text,
                url("/runs/" + run.id()),
                context);
    }

    private String url(String path) {
        return publicUrl == null ? null : publicUrl + path;
    }

    @SuppressWarnings("unchecked")
    private void ups(Map<String, Object> context, String upsId, boolean now) {
        if (upsId == null) {
            return;
        }
        ups.of(upsId, now)
                .ifPresent(
                        view -> {
                            Map<String, Object> values =
                                    (Map<String, Object>)
                                            json.value(upsJson.write(view, clock.now()));
                            if (values.get("runtime_seconds") instanceof Number left) {
                                values.put(
                                        "time_left",
                                        Words.duration(Duration.ofSeconds(left.longValue())));
                            }
                            if (values.get("next") instanceof Map<?, ?> next) {
                                ((Map<String, Object>) next)
                                        .put(
                                                "time_local",
                                                TIME.format(view.next().at().atZone(zone)));
                            }
                            context.put("ups", values);
                        });
    }

    private void policy(Map<String, Object> context, String policyId, Run run, boolean now) {
        if (policyId == null) {
            return;
        }
        Map<String, Object> policy = new LinkedHashMap<>();
        policy.put("id", policyId);
        policy.put(
                "name",
                run != null
                        ? run.policyName()
                        : now ? policies.apply(UUID.fromString(policyId)).orElse(null) : null);
        context.put("policy", policy);
    }

    private static void outage(Map<String, Object> context, Event event, String upsId) {
        if (event.outageId() == null) {
            return;
        }
        Map<String, Object> outage = new LinkedHashMap<>();
        if (event.kind().equals(Event.UPS_OUTAGE)) {
            outage.putAll(event.attrs());
        }
        outage.put("id", event.outageId().toString());
        outage.put("ups_id", upsId);
        context.put("outage", outage);
    }
}

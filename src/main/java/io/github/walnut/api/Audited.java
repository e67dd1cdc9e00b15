package io.github.walnut.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.security.AuthException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down every operation that the contract marks, with its outcome. */
final class Audited {

    private static final Logger LOG = LoggerFactory.getLogger(Audited.class);
    private static final int LONGEST_OBJECT = 254;

    /** What is about to be done; the row with what came of it follows. */
    static final String BEGUN = "begun";

    /**
     * What they do is not in the store, or is done by another thread: a row is written before and
     * one afterwards.
     */
    static final Set<String> AHEAD =
            Set.of(
                    "event-inject",
                    "host-action",
                    "integration-test",
                    "integration-test-draft",
                    "nut-test",
                    "obligation-retry",
                    "oidc-callback",
                    "policy-dry-run",
                    "policy-run",
                    "policy-test",
                    "policy-tests",
                    "run-cancel",
                    "run-hold",
                    "run-postpone",
                    "run-recover",
                    "run-resume",
                    "run-step-retry",
                    "run-step-skip",
                    "runs-hold",
                    "runs-resume",
                    "ups-command",
                    "ups-variable-set");

    /** They hold back what is under way or would come, which must always be possible. */
    private static final Set<String> STOPS =
            Set.of(
                    "maintenance-open",
                    "policy-disarm",
                    "run-cancel",
                    "run-hold",
                    "run-postpone",
                    "runs-hold",
                    "system-disarm");

    /** They are part of how an outage is met, which must not wait for the store. */
    private static final Set<String> PROTECTS =
            Set.of(
                    "host-action",
                    "maintenance-close",
                    "obligation-retry",
                    "policy-release",
                    "policy-run",
                    "run-recover",
                    "run-resume",
                    "run-step-retry",
                    "run-step-skip",
                    "runs-resume");

    private final AuditTrail trail;
    private final RunReads runs;
    private final Actors actors;

    Audited(AuditTrail trail, RunReads runs, Actors actors) {
        this.trail = trail;
        this.runs = runs;
        this.actors = actors;
    }

    Reply handle(Call call, OperationHandler handler) {
        if (!call.operation().audit()) {
            return handler.handle(call);
        }
        requireOpen(call);
        if (!goesOn(call)) {
            trail.settle();
        }
        String actor = actors.name(call);
        try {
            return AHEAD.contains(call.operation().id())
                    ? ahead(actor, call, handler)
                    : together(actor, call, handler);
        } catch (Problem refused) {
            write(actor, call, Reply.noContent(), refused.code().word());
            throw refused;
        } catch (AuthException refused) {
            write(
                    actor,
                    call,
                    Reply.noContent(),
                    ProblemCode.valueOf(refused.code().name()).word());
            throw refused;
        } catch (RuntimeException e) {
            write(actor, call, Reply.noContent(), ProblemCode.INTERNAL.word());
            throw e;
        }
    }

    /** The row is written in the first transaction of the effect; without one, afterwards. */
    private Reply together(String actor, Call call, OperationHandler handler) {
        AuditTrail.Scope scope =
                trail.begin(diff -> entry(actor, call, Reply.noContent().audited(diff), "ok"));
        Reply reply = within(scope, call, handler);
        String outcome = outcome(reply);
        boolean done = scope.written() && outcome.equals("ok");
        if (!done || reply.diff() != null && !scope.told()) {
            trail.writeInTime(entry(actor, call, reply, outcome));
        }
        return reply;
    }

    /** Writing the row itself is no effect that a row belongs to. */
    private static Reply within(AuditTrail.Scope scope, Call call, OperationHandler handler) {
        try (scope) {
            return handler.handle(call);
        }
    }

    private Reply ahead(String actor, Call call, OperationHandler handler) {
        begin(actor, call);
        Reply reply = handler.handle(call);
        trail.writeInTime(entry(actor, call, reply, outcome(reply)));
        return reply;
    }

    private void begin(String actor, Call call) {
        begin(trail, entry(actor, call, Reply.noContent(), BEGUN), goesOn(call));
    }

    private boolean goesOn(Call call) {
        String id = call.operation().id();
        return STOPS.contains(id) || PROTECTS.contains(id) && trail.outage();
    }

    /**
     * Writes what is about to be done.
     *
     * @param goesOn it is done even when that cannot be written now
     */
    static void begin(AuditTrail trail, AuditTrail.Entry entry, boolean goesOn) {
        try {
            trail.writeAhead(entry, goesOn);
        } catch (RuntimeException e) {
            if (!goesOn) {
                throw e;
            }
            LOG.warn(
                    "{} of {} goes on, its row follows: {}",
                    entry.action(),
                    entry.actor(),
                    e.getMessage());
        }
    }

    private static String outcome(Reply reply) {
        return reply.refusal() == null ? "ok" : reply.refusal();
    }

    /** Who comes and goes may do so; nothing else changes. */
    private void requireOpen(Call call) {
        String closed = trail.closed();
        if (closed != null && call.operation().path().text().startsWith("/api/")) {
            throw new Problem(
                    ProblemCode.STORE_UNAVAILABLE, "Nothing can be changed now: " + closed);
        }
    }

    /** Of what must always be possible the caller hears how it came out, row or not. */
    private void write(String actor, Call call, Reply reply, String outcome) {
        AuditTrail.Entry entry = entry(actor, call, reply, outcome);
        if (goesOn(call)) {
            trail.writeInTime(entry);
        } else {
            trail.write(entry);
        }
    }

    private AuditTrail.Entry entry(String actor, Call call, Reply reply, String outcome) {
        return new AuditTrail.Entry(
                actor,
                Actors.kind(call.principal()),
                call.envelope().address(),
                call.operation().id(),
                object(call),
                outcome,
                call.member("reason"),
                unusual(call, reply.diff()),
                call.envelope().requestId(),
                correlation(call, reply.body()));
    }

    /** Who changes whatever version there is, or forces something, leaves that in the row. */
    private static Map<String, Object> unusual(Call call, Map<String, Object> diff) {
        Map<String, Object> all = new LinkedHashMap<>();
        String version = call.text(ETags.IF_MATCH);
        if (version != null && version.trim().equals("*")) {
            all.put("if_match", "*");
        }
        if (call.flag("force") || call.yes("force")) {
            all.put("force", true);
        }
        if (all.isEmpty()) {
            return diff;
        }
        all.putAll(diff == null ? Map.of() : diff);
        return all;
    }

    /** What the path names; else the account that the body names. */
    private static String object(Call call) {
        return Stream.of(
                        call.text("id"),
                        call.text("ups_id"),
                        call.text("group"),
                        call.text("type_id"),
                        call.text("name"),
                        call.member("username"),
                        call.member("email"))
                .filter(Objects::nonNull)
                .findFirst()
                .map(name -> name.substring(0, Math.min(name.length(), LONGEST_OBJECT)))
                .orElse(null);
    }

    /** An answer that is a run tells it itself; else the run is named in the path or the answer. */
    private String correlation(Call call, JsonNode answer) {
        if (answer != null && answer.hasNonNull("correlation_id")) {
            return answer.get("correlation_id").asText();
        }
        return run(call, answer)
                .flatMap(runs::find)
                .map(entry -> entry.run().correlationId())
                .map(UUID::toString)
                .orElse(call.envelope().requestId());
    }

    private static Optional<UUID> run(Call call, JsonNode answer) {
        if (call.operation().path().text().startsWith("/api/runs/{id}")) {
            return Optional.of(call.uuid("id"));
        }
        return Stream.of("run_id", "transcript_id")
                .filter(name -> answer != null && answer.hasNonNull(name))
                .map(name -> UUID.fromString(answer.get(name).asText()))
                .findFirst();
    }
}

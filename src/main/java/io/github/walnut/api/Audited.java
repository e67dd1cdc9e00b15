package io.github.walnut.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.security.AuthException;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Writes down every operation that the contract marks, with its outcome. */
final class Audited {

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
        try {
            Reply reply = handler.handle(call);
            write(call, reply.body(), "ok");
            return reply;
        } catch (Problem refused) {
            write(call, null, refused.code().word());
            throw refused;
        } catch (AuthException refused) {
            write(call, null, ProblemCode.valueOf(refused.code().name()).word());
            throw refused;
        } catch (RuntimeException e) {
            write(call, null, ProblemCode.INTERNAL.word());
            throw e;
        }
    }

    private void write(Call call, JsonNode answer, String outcome) {
        String id = call.text("id");
        trail.write(
                new AuditTrail.Entry(
                        actors.name(call),
                        "user",
                        call.envelope().address(),
                        call.operation().id(),
                        id == null ? call.text("ups_id") : id,
                        outcome,
                        call.member("reason"),
                        call.envelope().requestId(),
                        correlation(call, answer)));
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

package io.github.walnut.api;

import io.github.walnut.security.AuthException;

/** Writes down every operation that the contract marks, with its outcome. */
final class Audited {

    private final AuditTrail trail;
    private final Actors actors;

    Audited(AuditTrail trail, Actors actors) {
        this.trail = trail;
        this.actors = actors;
    }

    Reply handle(Call call, OperationHandler handler) {
        if (!call.operation().audit()) {
            return handler.handle(call);
        }
        try {
            Reply reply = handler.handle(call);
            write(call, "ok");
            return reply;
        } catch (Problem refused) {
            write(call, refused.code().word());
            throw refused;
        } catch (AuthException refused) {
            write(call, ProblemCode.valueOf(refused.code().name()).word());
            throw refused;
        } catch (RuntimeException e) {
            write(call, ProblemCode.INTERNAL.word());
            throw e;
        }
    }

    private void write(Call call, String outcome) {
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
                        call.envelope().requestId()));
    }
}

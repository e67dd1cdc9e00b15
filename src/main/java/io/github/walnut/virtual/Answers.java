package io.github.walnut.virtual;

import io.github.walnut.run.DriverCall;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.ErrorClass;
import io.github.walnut.ups.Severity;
import java.util.List;
import java.util.Map;

/** Answers in the shape in which every driver gives them. */
public final class Answers {

    private Answers() {}

    public static DriverResult ok(DriverCall call, String status, List<String> expect) {
        return result(call, true, status, expect, List.of(), null);
    }

    /** What a host lists as its targets. */
    public static DriverResult listing(DriverCall call, List<Map<String, Object>> targets) {
        return result(call, true, null, List.of(), targets, null);
    }

    public static DriverResult failed(DriverCall call, ErrorClass why, boolean inDoubt) {
        String message = call.mode().word() + " on " + call.host().id() + ": " + why.word();
        return result(
                call,
                false,
                null,
                List.of(),
                List.of(),
                new DriverResult.Error(why, why.word(), message, Map.of(), null, inDoubt));
    }

    private static DriverResult result(
            DriverCall call,
            boolean ok,
            String status,
            List<String> expect,
            List<Map<String, Object>> targets,
            DriverResult.Error error) {
        return new DriverResult(
                ok,
                ok ? Severity.INFO : Severity.ERROR,
                call.mode(),
                "walnut.virtual@1.0.0",
                call.capability(),
                call.verb(),
                call.host().id(),
                call.target() == null ? null : call.target().id(),
                call.idempotencyKey(),
                List.of(new DriverResult.Check("target_exists", true, Map.of())),
                "rpc",
                call.target() == null
                        ? List.of()
                        : List.of(Map.of("rpc", call.verb(), "target", call.target().id())),
                Map.of(),
                DriverResult.Evidence.NONE,
                null,
                expect,
                0,
                status,
                targets,
                error == null ? null : error.message(),
                error,
                null,
                0);
    }
}

package io.github.walnut.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.walnut.inventory.Capability;
import io.github.walnut.run.DriverCall;
import io.github.walnut.run.DriverCall.Mode;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.DriverResult.Check;
import io.github.walnut.run.DriverResult.Evidence;
import io.github.walnut.run.ErrorClass;
import io.github.walnut.ups.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.Exchange;

/** Completes what a kamelet answered to the one shape of all results (INT-41 to INT-43). */
final class ResultBuilder {

    private final Documents documents = new Documents();
    private final DriverCall call;
    private final Instant startedAt;
    private final long startNanos;
    private String driver;
    private Capability.Verb verb;

    ResultBuilder(DriverCall call, Instant startedAt, long startNanos) {
        this.call = call;
        this.startedAt = startedAt;
        this.startNanos = startNanos;
        this.driver = call.host().typeId();
    }

    void driver(String name) {
        driver = name;
    }

    void verb(Capability.Verb asked) {
        verb = asked;
    }

    DriverResult from(
            Exchange exchange,
            DeviceBridge.Trace trace,
            Function<Throwable, DriverResult.Error> errors) {
        JsonNode body =
                exchange.getMessage().getBody() instanceof JsonNode node
                        ? RemoteText.clean(node)
                        : MissingNode.getInstance();
        Exception failure = exchange.getException();
        return build(body, trace, failure == null ? null : errors.apply(failure));
    }

    DriverResult failed(DriverResult.Error error, DeviceBridge.Trace trace) {
        boolean doubt = error.errorClass() == ErrorClass.TIMEOUT && trace.sent();
        DriverResult.Error complete =
                new DriverResult.Error(
                        error.errorClass(),
                        error.code(),
                        error.message(),
                        error.details(),
                        error.retryAfterSeconds(),
                        error.inDoubt() || doubt);
        return build(MissingNode.getInstance(), trace, complete);
    }

    private DriverResult build(JsonNode body, DeviceBridge.Trace trace, DriverResult.Error thrown) {
        JsonNode result = body.path("result");
        List<Check> checks = checks(body.path("checks"));
        boolean noChange = result.path("no_change").asBoolean();
        DriverResult.Error error = thrown == null ? failedCheck(checks) : thrown;
        boolean failed = error != null;
        List<Object> plan = trace.plan();
        return new DriverResult(
                !failed,
                severity(failed, noChange, plan),
                call.mode(),
                driver,
                call.capability(),
                call.verb(),
                call.host().id(),
                call.target() == null ? null : call.target().id(),
                call.idempotencyKey(),
                checks,
                trace.planKind(),
                plan,
                effects(result, noChange, plan),
                evidence(result, noChange, failed),
                body.path("await").path("task").asText(result.path("task").asText(null)),
                failed
                        ? List.of()
                        : Documents.texts(body.path("await").path("expect").path("status")),
                Math.min(10, Math.max(1, body.path("await").path("poll_s").asInt(2))),
                result.path("status").asText(null),
                targets(body.path("targets")),
                failed ? error.message() : null,
                error,
                startedAt,
                Duration.ofNanos(System.nanoTime() - startNanos).toMillis());
    }

    private Severity severity(boolean failed, boolean noChange, List<Object> plan) {
        if (failed) {
            return Severity.ERROR;
        }
        boolean disrupts = verb != null && verb.disruptive() && !noChange && !plan.isEmpty();
        return disrupts ? Severity.WARN : Severity.INFO;
    }

    private Map<String, Object> effects(JsonNode result, boolean noChange, List<Object> plan) {
        if (verb == null && result.path("product").isTextual()) {
            return Map.of("product", result.path("product").textValue());
        }
        if (verb == null || noChange || plan.isEmpty()) {
            return noChange ? Map.of("summary", "no change") : Map.of();
        }
        return new Effects(call, verb, result).asMap();
    }

    /** Only what was done or read proves anything; a wish in a preview does not. */
    private Evidence evidence(JsonNode result, boolean noChange, boolean failed) {
        if (call.mode() == Mode.PROBE || call.mode() == Mode.DRY_RUN) {
            return Evidence.NONE;
        }
        List<Map<String, Object>> items = new ArrayList<>();
        result.path("evidence").path("items").forEach(item -> items.add(documents.map(item)));
        if (noChange) {
            return new Evidence("state", items);
        }
        boolean acknowledged = call.mode() == Mode.EXECUTE && !failed;
        String otherwise = acknowledged ? "ack" : "none";
        return new Evidence(result.path("evidence").path("level").asText(otherwise), items);
    }

    private List<Check> checks(JsonNode array) {
        List<Check> checks = new ArrayList<>();
        array.forEach(
                check ->
                        checks.add(
                                new Check(
                                        check.path("check").asText(),
                                        check.path("ok").asBoolean(),
                                        check.has("details")
                                                ? documents.map(check.get("details"))
                                                : Map.of())));
        return checks;
    }

    private List<Map<String, Object>> targets(JsonNode array) {
        List<Map<String, Object>> targets = new ArrayList<>();
        array.forEach(target -> targets.add(documents.map(target)));
        return targets;
    }

    /** A check that failed is an error, also when the driver went on after it. */
    private static DriverResult.Error failedCheck(List<Check> checks) {
        return checks.stream()
                .filter(check -> !check.ok())
                .findFirst()
                .map(
                        check ->
                                new DriverResult.Error(
                                        ErrorClass.PRECONDITION_FAILED,
                                        check.check(),
                                        "The check " + check.check() + " failed.",
                                        check.details(),
                                        null,
                                        false))
                .orElse(null);
    }
}

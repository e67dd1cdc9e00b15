package io.github.walnut.dispatch;

import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.policy.ActionForm;
import io.github.walnut.run.Call;
import io.github.walnut.run.DriverCall;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.ErrorClass;
import io.github.walnut.run.Run;
import io.github.walnut.run.Step;
import io.github.walnut.run.Verbs;
import io.github.walnut.ups.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The words of a call and of answers that no driver gave. */
public final class Calls {

    private static final Duration LEAST = Duration.ofSeconds(5);

    private final Inventory inventory;
    private final Duration timeout;

    Calls(Inventory inventory, Duration timeout) {
        this.inventory = inventory;
        this.timeout = timeout;
    }

    /** Empty when the host of the step is gone. */
    Optional<DriverCall> of(Call call, Instant now) {
        Step step = call.book().step(call.step().id());
        return inventory
                .host(step.target().hostId())
                .map(host -> of(call.kind(), call.book().run(), step, host, now));
    }

    private DriverCall of(Call.Kind kind, Run run, Step step, Host host, Instant now) {
        return new DriverCall(
                kind.mode(),
                host,
                step.target(),
                step.capability(),
                step.verb(),
                params(step),
                Map.of(),
                kind == Call.Kind.STATE ? task(step) : null,
                step.idempotencyKey(),
                String.valueOf(run.correlationId()),
                Math.max(1, step.attempt()),
                limit(kind, step, now).toMillis());
    }

    /** What was written for the first verb; one that it was escalated to gets those it has. */
    private Map<String, Object> params(Step step) {
        return step.escalated()
                ? new Verbs(inventory)
                        .find(step.target().hostId(), step.capability(), step.verb())
                        .map(verb -> ActionForm.fitting(verb, step.params()))
                        .orElse(step.params())
                : step.params();
    }

    /** The answer for a step whose host was removed. */
    static DriverResult gone(Call call) {
        Step step = call.step();
        return failed(
                call.kind().mode(),
                step.capability(),
                step.verb(),
                step.target().hostId(),
                step.target().id(),
                step.idempotencyKey(),
                new DriverResult.Error(
                        ErrorClass.NOT_FOUND,
                        "host_gone",
                        "Host " + step.target().hostId() + " is no longer configured",
                        Map.of(),
                        null,
                        false));
    }

    /**
     * Answers for a driver that did not.
     *
     * @param inDoubt the order may have been carried out
     */
    public static DriverResult failed(
            DriverCall call, ErrorClass why, String message, boolean inDoubt) {
        return failed(
                call.mode(),
                call.capability(),
                call.verb(),
                call.host().id(),
                call.target().id(),
                call.idempotencyKey(),
                new DriverResult.Error(why, why.word(), message, Map.of(), null, inDoubt));
    }

    private static DriverResult failed(
            DriverCall.Mode mode,
            String capability,
            String verb,
            String hostId,
            String targetId,
            String key,
            DriverResult.Error error) {
        return new DriverResult(
                false,
                Severity.ERROR,
                mode,
                "",
                capability,
                verb,
                hostId,
                targetId,
                key,
                List.of(),
                "none",
                List.of(),
                Map.of(),
                DriverResult.Evidence.NONE,
                null,
                List.of(),
                0,
                null,
                List.of(),
                error.message(),
                error,
                null,
                0);
    }

    /** A read may take a little longer than the budget; an order may not. */
    private Duration limit(Call.Kind kind, Step step, Instant now) {
        Duration left = Duration.between(now, step.deadlineAt());
        Duration least = kind.writes() ? Duration.ofMillis(1) : LEAST;
        Duration wanted = left.compareTo(timeout) < 0 ? left : timeout;
        return wanted.compareTo(least) < 0 ? least : wanted;
    }

    private static String task(Step step) {
        List<Step.Attempt> attempts = step.attempts();
        return attempts.isEmpty() ? null : attempts.get(attempts.size() - 1).task();
    }
}

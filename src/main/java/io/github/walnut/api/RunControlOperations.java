package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.policy.DurationText;
import io.github.walnut.publish.Json;
import io.github.walnut.publish.RunJson;
import io.github.walnut.run.Journal;
import io.github.walnut.run.RunRefusedException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** What people do to runs under way: cancel, hold, postpone, skip. */
final class RunControlOperations implements Resource {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final Duration USUAL = Duration.ofMinutes(10);

    private final RunReads runs;
    private final RunControl control;
    private final Supplier<SystemMode> mode;
    private final Actors actors;
    private final RunJson runJson;
    private final ModeJson modeJson;
    private final Json json;

    RunControlOperations(ApiPorts ports, Actors actors, Json json) {
        this.runs = ports.runs();
        this.control = ports.runControl();
        this.mode = ports.mode();
        this.actors = actors;
        this.runJson = new RunJson(json);
        this.modeJson = new ModeJson(json);
        this.json = json;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of(
                "run-cancel", this::cancel,
                "run-hold", this::hold,
                "run-resume", this::resume,
                "runs-hold", this::holdAll,
                "runs-resume", this::resumeAll,
                "run-postpone", this::postpone,
                "run-step-skip", this::skip);
    }

    private Reply cancel(Call call) {
        UUID id = existing(call).run().id();
        allowed(() -> control.cancel(id, call.member("reason"), actors.name(call)));
        return Reply.begun(record(call));
    }

    private Reply hold(Call call) {
        UUID id = existing(call).run().id();
        Duration time = span(call, "for", USUAL);
        return Reply.ok(
                json.object()
                        .put(
                                "held_until",
                                Json.at(
                                        allowed(
                                                () ->
                                                        control.hold(
                                                                id,
                                                                time,
                                                                call.member("reason"),
                                                                actors.name(call))))));
    }

    private Reply resume(Call call) {
        UUID id = existing(call).run().id();
        allowed(() -> control.resume(id));
        return Reply.ok(record(call));
    }

    private Reply holdAll(Call call) {
        Duration time = span(call, "for", USUAL);
        allowed(() -> control.holdAll(time, call.member("reason"), actors.name(call)));
        return Reply.ok(modeJson.write(mode.get()));
    }

    private Reply resumeAll(Call call) {
        allowed(control::resumeAll);
        return Reply.ok(modeJson.write(mode.get()));
    }

    private Reply postpone(Call call) {
        UUID id = existing(call).run().id();
        Duration by = span(call, "by", null);
        RunControl.Postponed done = allowed(() -> control.postpone(id, by));
        return Reply.ok(
                json.object()
                        .put("ends_at", Json.at(done.endsAt()))
                        .put("slack_seconds", done.slackSeconds()));
    }

    private Reply skip(Call call) {
        Journal.Entry entry = existing(call);
        UUID step = call.uuid("step_id");
        if (entry.steps().stream().noneMatch(known -> known.id().equals(step))) {
            throw Problem.notFound("step", step.toString());
        }
        allowed(() -> control.skip(entry.run().id(), step));
        return Reply.ok(record(call));
    }

    private ObjectNode record(Call call) {
        Journal.Entry entry = existing(call);
        return runJson.write(entry.run(), entry.steps());
    }

    private Journal.Entry existing(Call call) {
        UUID id = call.uuid("id");
        return runs.find(id).orElseThrow(() -> Problem.notFound("run", id.toString()));
    }

    private static Duration span(Call call, String member, Duration otherwise) {
        String text = call.member(member);
        if (text == null && otherwise != null) {
            return otherwise;
        }
        Duration span;
        try {
            span = DurationText.parse(text);
        } catch (IllegalArgumentException e) {
            throw new Problem(ProblemCode.INVALID_REQUEST, member + ": " + e.getMessage());
        }
        if (span.compareTo(SHORTEST) < 0 || span.compareTo(LONGEST) > 0) {
            throw new Problem(
                    ProblemCode.INVALID_REQUEST, member + ": '" + text + "', expected 1s to 15m");
        }
        return span;
    }

    private static void allowed(Runnable wish) {
        allowed(
                () -> {
                    wish.run();
                    return null;
                });
    }

    /** Runs it, and tells why things do not allow it. */
    static <T> T allowed(Supplier<T> wish) {
        try {
            return wish.get();
        } catch (RunRefusedException e) {
            throw new Problem(code(e.why()), e.getMessage());
        }
    }

    static ProblemCode code(RunRefusedException.Why why) {
        return switch (why) {
            case CLOSED -> ProblemCode.RUN_CLOSED;
            case COMMITTED -> ProblemCode.POINT_OF_NO_RETURN;
            case CONFLICT -> ProblemCode.CONFLICT;
            case NOT_ARMED -> ProblemCode.NOT_ARMED;
            case MAINTENANCE -> ProblemCode.MAINTENANCE;
            case UNCONFIRMED -> ProblemCode.CONFIRM_REQUIRED;
        };
    }
}

package io.github.walnut.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A changed copy of a step in the making. */
final class StepDraft {

    private final Step from;
    private int position;
    private int stage;
    private String verb;
    private List<String> escalate;
    private String idempotencyKey;
    private StepState state;
    private String reason;
    private int attempt;
    private List<Step.Attempt> attempts;
    private String stateBefore;
    private String stateAfter;
    private List<DriverResult.Check> preconditions;
    private List<Map<String, Object>> evidence;
    private List<Object> preview;
    private boolean would;
    private Duration budget;
    private Instant deadlineAt;
    private Instant intentAt;
    private Instant sentAt;
    private Instant acceptedAt;
    private Instant endedAt;

    StepDraft(Step from) {
        this.from = from;
        position = from.position();
        stage = from.stage();
        verb = from.verb();
        escalate = from.escalate();
        idempotencyKey = from.idempotencyKey();
        state = from.state();
        reason = from.reason();
        attempt = from.attempt();
        attempts = from.attempts();
        stateBefore = from.stateBefore();
        stateAfter = from.stateAfter();
        preconditions = from.preconditions();
        evidence = from.evidence();
        preview = from.preview();
        would = from.would();
        budget = from.budget();
        deadlineAt = from.deadlineAt();
        intentAt = from.intentAt();
        sentAt = from.sentAt();
        acceptedAt = from.acceptedAt();
        endedAt = from.endedAt();
    }

    StepDraft position(int value) {
        position = value;
        return this;
    }

    StepDraft stage(int value) {
        stage = value;
        return this;
    }

    StepDraft verb(String value) {
        verb = value;
        return this;
    }

    StepDraft escalate(List<String> value) {
        escalate = value;
        return this;
    }

    StepDraft idempotencyKey(String value) {
        idempotencyKey = value;
        return this;
    }

    StepDraft state(StepState value) {
        state = value;
        return this;
    }

    StepDraft reason(String value) {
        reason = value;
        return this;
    }

    StepDraft attempt(int value) {
        attempt = value;
        return this;
    }

    StepDraft attempts(List<Step.Attempt> value) {
        attempts = value;
        return this;
    }

    StepDraft stateBefore(String value) {
        stateBefore = value;
        return this;
    }

    StepDraft stateAfter(String value) {
        stateAfter = value;
        return this;
    }

    StepDraft preconditions(List<DriverResult.Check> value) {
        preconditions = value;
        return this;
    }

    StepDraft evidence(List<Map<String, Object>> value) {
        evidence = value;
        return this;
    }

    StepDraft preview(List<Object> value) {
        preview = value;
        return this;
    }

    StepDraft would(boolean value) {
        would = value;
        return this;
    }

    StepDraft budget(Duration value) {
        budget = value;
        return this;
    }

    StepDraft deadlineAt(Instant value) {
        deadlineAt = value;
        return this;
    }

    StepDraft intentAt(Instant value) {
        intentAt = value;
        return this;
    }

    StepDraft sentAt(Instant value) {
        sentAt = value;
        return this;
    }

    StepDraft acceptedAt(Instant value) {
        acceptedAt = value;
        return this;
    }

    StepDraft endedAt(Instant value) {
        endedAt = value;
        return this;
    }

    Step done() {
        return new Step(
                from.id(),
                from.runId(),
                position,
                from.actionId(),
                stage,
                from.after(),
                from.delay(),
                budget,
                from.target(),
                from.capability(),
                verb,
                escalate,
                from.params(),
                from.continueOnError(),
                from.onPowerReturn(),
                idempotencyKey,
                state,
                reason,
                attempt,
                attempts,
                stateBefore,
                stateAfter,
                preconditions,
                evidence,
                preview,
                would,
                deadlineAt,
                intentAt,
                sentAt,
                acceptedAt,
                endedAt);
    }
}

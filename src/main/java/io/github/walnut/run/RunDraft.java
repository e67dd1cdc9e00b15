package io.github.walnut.run;

import io.github.walnut.ups.Severity;
import java.time.Instant;
import java.util.List;

/** A changed copy of a run in the making. */
final class RunDraft {

    private final Run from;
    private String planHash;
    private RunState state;
    private String phase;
    private String result;
    private Severity severity;
    private String reason;
    private String summary;
    private List<HostReading> inventory;
    private long runSeq;
    private Course course;
    private Instant firstDispatchAt;
    private Instant committedAt;
    private Instant endedAt;

    RunDraft(Run from) {
        this.from = from;
        planHash = from.planHash();
        state = from.state();
        phase = from.phase();
        result = from.result();
        severity = from.severity();
        reason = from.reason();
        summary = from.summary();
        inventory = from.inventory();
        runSeq = from.runSeq();
        course = from.course();
        firstDispatchAt = from.firstDispatchAt();
        committedAt = from.committedAt();
        endedAt = from.endedAt();
    }

    RunDraft planHash(String value) {
        planHash = value;
        return this;
    }

    RunDraft state(RunState value) {
        state = value;
        return this;
    }

    RunDraft phase(String value) {
        phase = value;
        return this;
    }

    RunDraft result(String value) {
        result = value;
        return this;
    }

    RunDraft severity(Severity value) {
        severity = value;
        return this;
    }

    RunDraft reason(String value) {
        reason = value;
        return this;
    }

    RunDraft summary(String value) {
        summary = value;
        return this;
    }

    RunDraft inventory(List<HostReading> value) {
        inventory = value;
        return this;
    }

    RunDraft runSeq(long value) {
        runSeq = value;
        return this;
    }

    RunDraft course(Course value) {
        course = value;
        return this;
    }

    RunDraft firstDispatchAt(Instant value) {
        firstDispatchAt = value;
        return this;
    }

    RunDraft committedAt(Instant value) {
        committedAt = value;
        return this;
    }

    RunDraft endedAt(Instant value) {
        endedAt = value;
        return this;
    }

    Run done() {
        return new Run(
                from.id(),
                from.kind(),
                from.mode(),
                from.policyId(),
                from.policyName(),
                from.priority(),
                from.versionInt(),
                from.behaviourHash(),
                from.snapshot(),
                planHash,
                state,
                phase,
                result,
                severity,
                reason,
                summary,
                from.upsId(),
                from.event(),
                from.correlationId(),
                from.outageId(),
                from.episode(),
                from.parentRun(),
                from.triggers(),
                from.conditions(),
                inventory,
                from.actor(),
                from.epoch(),
                runSeq,
                course,
                from.createdAt(),
                firstDispatchAt,
                committedAt,
                endedAt);
    }
}

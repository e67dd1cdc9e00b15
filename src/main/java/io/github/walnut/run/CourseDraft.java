package io.github.walnut.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A changed copy of a course in the making. */
final class CourseDraft {

    private Instant powerReturnedAt;
    private Hold hold;
    private Instant heldSince;
    private Map<Integer, Instant> openings;
    private Map<Integer, Duration> postponements;
    private Duration postponed;
    private boolean compressed;
    private boolean cancelled;
    private String cancelledBy;
    private List<Gate> gates;
    private PowerReading facts;
    private boolean forced;

    CourseDraft(Course from) {
        powerReturnedAt = from.powerReturnedAt();
        hold = from.hold();
        heldSince = from.heldSince();
        openings = from.openings();
        postponements = from.postponements();
        postponed = from.postponed();
        compressed = from.compressed();
        cancelled = from.cancelled();
        cancelledBy = from.cancelledBy();
        gates = from.gates();
        facts = from.facts();
        forced = from.forced();
    }

    CourseDraft powerReturnedAt(Instant value) {
        powerReturnedAt = value;
        return this;
    }

    CourseDraft hold(Hold value) {
        hold = value;
        return this;
    }

    CourseDraft heldSince(Instant value) {
        heldSince = value;
        return this;
    }

    CourseDraft openings(Map<Integer, Instant> value) {
        openings = value;
        return this;
    }

    CourseDraft postponements(Map<Integer, Duration> value) {
        postponements = value;
        return this;
    }

    CourseDraft postponed(Duration value) {
        postponed = value;
        return this;
    }

    CourseDraft compressed() {
        compressed = true;
        return this;
    }

    CourseDraft cancelled(String by) {
        cancelled = true;
        cancelledBy = by;
        return this;
    }

    CourseDraft gates(List<Gate> value) {
        gates = value;
        return this;
    }

    CourseDraft facts(PowerReading value) {
        facts = value;
        return this;
    }

    CourseDraft forced() {
        forced = true;
        return this;
    }

    Course done() {
        return new Course(
                powerReturnedAt,
                hold,
                heldSince,
                openings,
                postponements,
                postponed,
                compressed,
                cancelled,
                cancelledBy,
                gates,
                facts,
                forced);
    }
}

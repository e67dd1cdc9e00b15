package io.github.walnut.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What power and people did to a run on its way, as far as a restart has to know it.
 *
 * @param powerReturnedAt when power was back before the run was over, or null
 * @param hold of this run by a person, or null
 * @param heldSince when it began to stand still, or null while it goes on
 * @param openings when stages opened, or will, where a person moved it
 * @param postponements of stages that could not open yet
 * @param postponed in all
 * @param compressed its budgets were shortened to fit the battery
 * @param cancelled by a person: nothing new of it is sent
 * @param gates of a recovery run, as they stood when it began; else empty
 */
public record Course(
        Instant powerReturnedAt,
        Hold hold,
        Instant heldSince,
        Map<Integer, Instant> openings,
        Map<Integer, Duration> postponements,
        Duration postponed,
        boolean compressed,
        boolean cancelled,
        List<Gate> gates) {

    public static final Course NONE =
            new Course(
                    null, null, null, Map.of(), Map.of(), Duration.ZERO, false, false, List.of());

    public Course {
        openings = Collections.unmodifiableMap(new TreeMap<>(openings));
        postponements = Collections.unmodifiableMap(new TreeMap<>(postponements));
        gates = gates == null ? List.of() : List.copyOf(gates);
    }

    static Course begun(List<Gate> gates) {
        return new CourseDraft(NONE).gates(gates).done();
    }

    Course held(Hold next) {
        return new CourseDraft(this).hold(next).done();
    }

    Course standing(Instant since) {
        return new CourseDraft(this).heldSince(since).done();
    }

    /** The stage opens at this moment, or has. */
    Course opening(int stage, Instant at) {
        Map<Integer, Instant> known = new TreeMap<>(openings);
        Map<Integer, Duration> waiting = new TreeMap<>(postponements);
        known.put(stage, at);
        waiting.remove(stage);
        return new CourseDraft(this).openings(known).postponements(waiting).done();
    }

    /** The stage opens later: than planned, or than it could. */
    Course postponed(int stage, Duration by) {
        Map<Integer, Instant> known = new TreeMap<>(openings);
        Map<Integer, Duration> waiting = new TreeMap<>(postponements);
        if (known.containsKey(stage)) {
            known.computeIfPresent(stage, (same, at) -> at.plus(by));
        } else {
            waiting.merge(stage, by, Duration::plus);
        }
        return new CourseDraft(this)
                .openings(known)
                .postponements(waiting)
                .postponed(postponed.plus(by))
                .done();
    }

    Course shortened() {
        return new CourseDraft(this).compressed().done();
    }

    Course stopped() {
        return new CourseDraft(this).cancelled().done();
    }

    Course powerReturned(Instant at) {
        return new CourseDraft(this).powerReturnedAt(at).done();
    }
}

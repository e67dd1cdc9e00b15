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
 * @param cancelledBy who did; null while nobody did, and of runs of earlier versions
 * @param gates of a recovery run, as they stood when it began; else empty
 * @param facts what its UPS had told when it began; null when there was none, or it was never heard
 * @param forced a person had it order again what was ordered a while ago
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
        String cancelledBy,
        List<Gate> gates,
        PowerReading facts,
        boolean forced) {

    public static final Course NONE =
            new Course(
                    null,
                    null,
                    null,
                    Map.of(),
                    Map.of(),
                    Duration.ZERO,
                    false,
                    false,
                    null,
                    List.of(),
                    null,
                    false);

    static final Course FORCED = new CourseDraft(NONE).forced().done();

    public Course {
        openings = Collections.unmodifiableMap(new TreeMap<>(openings));
        postponements = Collections.unmodifiableMap(new TreeMap<>(postponements));
        gates = gates == null ? List.of() : List.copyOf(gates);
    }

    static Course begun(List<Gate> gates) {
        return new CourseDraft(NONE).gates(gates).done();
    }

    Course knowing(PowerReading read) {
        return new CourseDraft(this).facts(read).done();
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

    Course stopped(String actor) {
        return new CourseDraft(this).cancelled(actor).done();
    }

    Course powerReturned(Instant at) {
        return new CourseDraft(this).powerReturnedAt(at).done();
    }
}

package io.github.walnut.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What holds matches of one policy back: unfinished runs, the suppression windows of runs, and
 * cancelled runs of an outage, as they were reported.
 */
final class Obstacles {
    /** Stands for the id of a run that is being planned. */
    private static final String STARTING = "starting";

    /**
     * What a run means for later matches.
     *
     * @param lane null when it is not known, so that it concerns every lane
     * @param mode null until it has dispatched something
     * @param until end of its suppression window, or null
     */
    private record Mark(
            String runId, String subject, String lane, boolean open, String mode, Instant until) {
        Mark closed() {
            return new Mark(runId, subject, lane, false, mode, until);
        }

        Mark suppressing(String inMode, Instant end) {
            return new Mark(runId, subject, lane, open, inMode, end);
        }

        boolean means() {
            return open || until != null;
        }
    }

    private record Bar(String runId, String lane, UUID outageId, Instant since) {}

    private final Map<String, Mark> marks = new LinkedHashMap<>();
    private final Map<String, Bar> bars = new LinkedHashMap<>();

    /** A match was made, whose run nobody has heard of yet. */
    void starting(String subject, String lane) {
        put(new Mark(STARTING + " " + lane, subject, lane, true, null, null));
    }

    /** The match comes to no run. */
    void notStarted(String subject) {
        marks.values().removeIf(mark -> isStarting(mark, subject));
    }

    /**
     * @param lane null for every one
     * @param ofMatch it is the run of a match that was made here
     */
    void opened(String runId, String subject, String lane, boolean ofMatch) {
        Optional<Mark> starting =
                ofMatch
                        ? marks.values().stream().filter(m -> isStarting(m, subject)).findFirst()
                        : Optional.empty();
        starting.ifPresent(mark -> marks.remove(mark.runId()));
        put(new Mark(runId, subject, starting.map(Mark::lane).orElse(lane), true, null, null));
    }

    private static boolean isStarting(Mark mark, String subject) {
        return mark.runId().startsWith(STARTING) && Objects.equals(mark.subject(), subject);
    }

    void suppress(String runId, String subject, String lane, String mode, Instant until) {
        Mark mark = marks.get(runId);
        Mark known = mark == null ? new Mark(runId, subject, lane, false, null, null) : mark;
        put(known.suppressing(mode, until));
    }

    void closed(String runId) {
        Mark mark = marks.get(runId);
        if (mark != null) {
            put(mark.closed());
        }
    }

    private void put(Mark mark) {
        if (mark.means()) {
            marks.put(mark.runId(), mark);
        } else {
            marks.remove(mark.runId());
        }
    }

    /** A person cancelled the run. */
    void bar(String runId, String subject, String lane, UUID outageId, Instant since) {
        Mark mark = marks.get(runId);
        String known = mark == null ? lane : mark.lane();
        bars.put(runId, new Bar(runId, known, outageId, since));
    }

    /** Whether there was any bar. */
    boolean release() {
        boolean any = !bars.isEmpty();
        bars.clear();
        return any;
    }

    /** Lifts the bars of an outage that were set before this moment. */
    boolean release(UUID outageId, Instant arisen) {
        return bars.values()
                .removeIf(bar -> bar.outageId().equals(outageId) && bar.since().isBefore(arisen));
    }

    /** The standing facts for these lanes of the policy. */
    List<Object> facts(UUID policyId, Collection<String> lanes) {
        List<Object> facts = new ArrayList<>();
        if (isEmpty()) {
            return facts;
        }
        for (String lane : lanes) {
            windows(policyId, lane, facts);
            marks.values().stream()
                    .filter(mark -> mark.open() && concerns(mark.lane(), lane))
                    .map(Mark::runId)
                    .min(String::compareTo)
                    .ifPresent(id -> facts.add(new UnderWay(policyId, lane, word(id))));
            bars.values().stream()
                    .filter(bar -> concerns(bar.lane(), lane))
                    .map(bar -> new Barred(policyId, lane, bar.outageId(), bar.runId()))
                    .forEach(facts::add);
        }
        return facts;
    }

    private static String word(String runId) {
        return runId.startsWith(STARTING) ? STARTING : runId;
    }

    private void windows(UUID policyId, String lane, List<Object> facts) {
        Map<String, Instant> latest = new TreeMap<>();
        marks.values().stream()
                .filter(mark -> mark.until() != null && concerns(mark.lane(), lane))
                .forEach(
                        mark ->
                                latest.merge(
                                        mark.mode(), mark.until(), (a, b) -> a.isAfter(b) ? a : b));
        latest.forEach((mode, until) -> facts.add(new Suppressed(policyId, lane, mode, until)));
    }

    private static boolean concerns(String of, String lane) {
        return of == null || of.equals(lane);
    }

    /** The end of the window, when it is still ahead. */
    static Instant end(List<Object> facts, String lane, Instant at) {
        Instant end = null;
        for (Object fact : facts) {
            if (fact instanceof Suppressed window
                    && window.lane().equals(lane)
                    && window.until().isAfter(at)
                    && (end == null || window.until().isBefore(end))) {
                end = window.until();
            }
        }
        return end;
    }

    void forgetBefore(Instant at) {
        for (Mark mark : List.copyOf(marks.values())) {
            if (mark.until() != null && !mark.until().isAfter(at)) {
                put(mark.suppressing(null, null));
            }
        }
    }

    void shift(Duration by) {
        marks.replaceAll(
                (id, mark) ->
                        mark.until() == null
                                ? mark
                                : mark.suppressing(mark.mode(), mark.until().plus(by)));
        bars.replaceAll(
                (id, bar) ->
                        new Bar(bar.runId(), bar.lane(), bar.outageId(), bar.since().plus(by)));
    }

    boolean isEmpty() {
        return marks.isEmpty() && bars.isEmpty();
    }
}

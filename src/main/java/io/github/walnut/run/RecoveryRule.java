package io.github.walnut.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What of the starts that are owed together may be made now. */
public final class RecoveryRule {

    /**
     * How things stand.
     *
     * @param shared gates of all of them
     * @param own gates of each, by id
     * @param sharedSince since when all shared ones have been open, or null
     * @param ready the starts that may be made now
     */
    public record Standing(
            List<Gate> shared,
            Map<UUID, List<Gate>> own,
            Instant sharedSince,
            List<Obligation> ready) {

        public Standing {
            shared = List.copyOf(shared);
            own = Map.copyOf(own);
            ready = List.copyOf(ready);
        }

        /** The gates through which those that are ready go, each once. */
        public List<Gate> opened() {
            return ready.stream().flatMap(each -> of(each.id()).stream()).distinct().toList();
        }

        /** The gates of one of them. */
        public List<Gate> of(UUID obligation) {
            List<Gate> all = new ArrayList<>(shared);
            for (Gate each : own.getOrDefault(obligation, List.of())) {
                all.removeIf(gate -> gate.kind() == each.kind() && gate.open());
                if (all.stream().noneMatch(gate -> gate.kind() == each.kind())) {
                    all.add(each);
                }
            }
            return all;
        }
    }

    private RecoveryRule() {}

    /**
     * @param before how things stood at the last look, or null
     */
    public static Standing judge(
            Recovering what, RecoveryGates gates, Standing before, Instant now) {
        return judge(what, gates, gates.shared(what, now), before, now);
    }

    /** On the word of a person, who does not wait for mains and charge. */
    public static Standing withoutPower(Recovering what, RecoveryGates gates, Instant now) {
        return judge(what, gates, gates.withoutPower(what, now), null, now);
    }

    private static Standing judge(
            Recovering what, RecoveryGates gates, List<Gate> shared, Standing before, Instant now) {
        Map<UUID, List<Gate>> own = new LinkedHashMap<>();
        what.owed().forEach(each -> own.put(each.id(), gates.own(what, each, now)));
        if (!open(shared)) {
            return new Standing(shared, own, null, List.of());
        }
        Instant since = before == null || before.sharedSince() == null ? now : before.sharedSince();
        return new Standing(shared, own, since, ready(what, own, since, now));
    }

    /**
     * A wave waits for what should go before it, but not longer than such a start may take: one
     * dead host must not keep all the others down.
     */
    private static List<Obligation> ready(
            Recovering what, Map<UUID, List<Gate>> own, Instant since, Instant now) {
        Waves waves = what.waves();
        int last =
                now.isBefore(since.plus(what.how().timeout()))
                        ? what.owed().stream()
                                .filter(each -> !open(own.get(each.id())))
                                .mapToInt(waves::of)
                                .min()
                                .orElse(Integer.MAX_VALUE)
                        : Integer.MAX_VALUE;
        return what.owed().stream()
                .filter(each -> open(own.get(each.id())))
                .filter(each -> waves.of(each) <= last)
                .toList();
    }

    private static boolean open(List<Gate> gates) {
        return gates.stream().allMatch(Gate::open);
    }
}

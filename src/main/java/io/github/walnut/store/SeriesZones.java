package io.github.walnut.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Where a series finds its samples: raw ones quarter by quarter, else the roll-ups of 5 minutes,
 * else those of an hour. An hour of which neither raw samples nor short roll-ups are complete is
 * answered by its roll-up alone, since parts of it cannot be told apart.
 */
final class SeriesZones {

    private static final int QUARTER = (int) SampleBlocks.LENGTH.toSeconds();
    private static final int FIVE = RollupStore.FIVE_MINUTES;
    private static final int HOUR = RollupStore.HOUR;

    private final SampleBuckets samples;
    private final RollupStore rollups;

    SeriesZones(SampleBuckets samples, RollupStore rollups) {
        this.samples = samples;
        this.rollups = rollups;
    }

    /** In order of time, without overlap. They reach to whole hours, and over the last bucket. */
    List<SeriesZone> of(String upsId, Instant from, Instant to, int seconds) {
        Instant begin = Bucket.begin(from, HOUR);
        Instant end = ceil(to, SeriesZone.width(seconds, HOUR));
        Set<Instant> raw = samples.quarters(upsId, begin, end);
        Instant firstHole = firstHole(raw, begin, end);
        TreeMap<Instant, Bucket> hours =
                byBegin(rollups.read(upsId, HOUR, Bucket.begin(firstHole, HOUR), end));
        boolean wholeHours = seconds % HOUR == 0 && !hours.isEmpty();
        Map<Instant, List<Bucket>> fives =
                fives(upsId, raw, wholeHours ? hours.lastKey() : firstHole, end);
        List<SeriesZone> zones = new ArrayList<>();
        for (Instant hour = begin; hour.isBefore(end); hour = hour.plusSeconds(HOUR)) {
            Bucket whole = hours.get(hour);
            if (whole != null && (seconds % HOUR == 0 || more(upsId, whole, raw, fives))) {
                zones.add(new SeriesZone(hour, whole.end(), List.of(whole), HOUR));
            } else {
                quarters(hour, raw, fives, zones);
            }
        }
        return joined(zones);
    }

    /** The roll-ups of 5 minutes by their quarter, of quarters without raw samples. */
    private Map<Instant, List<Bucket>> fives(
            String upsId, Set<Instant> raw, Instant from, Instant to) {
        return rollups.read(upsId, FIVE, from, to).stream()
                .filter(five -> !raw.contains(Bucket.begin(five.at(), QUARTER)))
                .collect(Collectors.groupingBy(five -> Bucket.begin(five.at(), QUARTER)));
    }

    private static Instant firstHole(Set<Instant> raw, Instant begin, Instant end) {
        Instant quarter = begin;
        while (quarter.isBefore(end) && raw.contains(quarter)) {
            quarter = quarter.plusSeconds(QUARTER);
        }
        return quarter;
    }

    /** Whether an hour had more samples than are left in shorter forms. */
    private boolean more(
            String upsId, Bucket hour, Set<Instant> raw, Map<Instant, List<Bucket>> fives) {
        long known = 0;
        boolean anyRaw = false;
        boolean allRaw = true;
        for (Instant at = hour.at(); at.isBefore(hour.end()); at = at.plusSeconds(QUARTER)) {
            anyRaw |= raw.contains(at);
            allRaw &= raw.contains(at);
            known += fives.getOrDefault(at, List.of()).stream().mapToLong(Bucket::count).sum();
        }
        if (anyRaw && !allRaw && known < hour.count()) {
            known +=
                    samples.fold(upsId, List.of(), hour.at(), hour.end(), HOUR).stream()
                            .mapToLong(Bucket::count)
                            .sum();
        }
        return !allRaw && known < hour.count();
    }

    private static void quarters(
            Instant hour,
            Set<Instant> raw,
            Map<Instant, List<Bucket>> fives,
            List<SeriesZone> zones) {
        for (int i = 0; i < HOUR; i += QUARTER) {
            Instant at = hour.plusSeconds(i);
            Instant next = at.plusSeconds(QUARTER);
            if (raw.contains(at)) {
                zones.add(SeriesZone.raw(at, next));
            } else if (fives.containsKey(at)) {
                zones.add(new SeriesZone(at, next, fives.get(at), FIVE));
            }
        }
    }

    /** Neighbours of one form as one zone. */
    private static List<SeriesZone> joined(List<SeriesZone> zones) {
        List<SeriesZone> joined = new ArrayList<>();
        for (SeriesZone zone : zones) {
            int last = joined.size() - 1;
            if (last >= 0 && joined.get(last).meets(zone)) {
                joined.set(last, joined.get(last).with(zone));
            } else {
                joined.add(zone);
            }
        }
        return joined;
    }

    private static TreeMap<Instant, Bucket> byBegin(List<Bucket> buckets) {
        TreeMap<Instant, Bucket> byBegin = new TreeMap<>();
        buckets.forEach(bucket -> byBegin.put(bucket.at(), bucket));
        return byBegin;
    }

    private static Instant ceil(Instant at, int seconds) {
        Instant begin = Bucket.begin(at, seconds);
        return begin.equals(at) ? at : begin.plusSeconds(seconds);
    }
}

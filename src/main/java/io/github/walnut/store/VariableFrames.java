package io.github.walnut.store;

import io.github.walnut.ups.VariableChanges;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The raw variables of one UPS over time as frames: a complete map at least every five minutes, the
 * variables that changed between. What is read is always complete.
 */
final class VariableFrames {

    private VariableFrames() {}

    /** The variables that held from a moment on, in epoch milliseconds. */
    record Held(long at, Map<String, String> variables) {}

    /** Remembers the variables before, and in which order they were named. */
    static final class Encoder {

        private final Map<String, Integer> places = new HashMap<>();
        private Map<String, String> before;
        private long beforeAt;
        private boolean anew;

        /** The next frame is complete. */
        void startAnew() {
            anew = true;
        }

        /**
         * @param full these are all variables, not only what a fast poll asked for
         * @return null when nothing is to be written
         */
        byte[] next(long at, boolean full, Map<String, String> variables) {
            if (before == null && !full) {
                return null;
            }
            // What a fast poll did not ask for has not gone away.
            Map<String, String> all = full ? variables : VariableChanges.apply(before, variables);
            boolean complete = anew || before == null || SampleFrames.apart(beforeAt, at);
            Map<String, String> told =
                    complete ? new TreeMap<>(all) : VariableChanges.between(before, all);
            if (told.isEmpty() && !complete) {
                return null;
            }
            FrameWriter frame = new FrameWriter();
            if (complete) {
                places.clear();
                frame.count(0).step(at);
            } else {
                frame.count(at - beforeAt);
            }
            frame.count(told.size());
            told.forEach((name, value) -> entry(frame, name, value));
            before = all;
            beforeAt = at;
            anew = false;
            return frame.toBytes();
        }

        private void entry(FrameWriter frame, String name, String value) {
            Integer place = places.putIfAbsent(name, places.size());
            if (place == null) {
                frame.count(places.size() - 1).text(name);
            } else {
                frame.count(place);
            }
            if (value == null) {
                frame.octet(0);
            } else {
                frame.octet(1).text(value);
            }
        }
    }

    /** In the order of the frames; what comes before the first complete one is left out. */
    static List<Held> all(byte[] frames) {
        List<Held> all = new ArrayList<>();
        FrameReader reader = new FrameReader(frames);
        List<String> names = new ArrayList<>();
        Map<String, String> variables = null;
        long at = 0;
        while (reader.more()) {
            long step = reader.count();
            if (step == 0) {
                at = reader.step();
                names.clear();
                variables = Map.of();
            } else {
                at += step;
            }
            Map<String, String> changes = new HashMap<>();
            for (long left = reader.count(); left > 0; left--) {
                int place = (int) reader.count();
                if (place == names.size()) {
                    names.add(reader.text());
                }
                changes.put(names.get(place), reader.octet() == 0 ? null : reader.text());
            }
            variables = VariableChanges.apply(variables, changes);
            all.add(new Held(at, variables));
        }
        return all;
    }

    static byte[] of(List<Held> held) {
        Encoder encoder = new Encoder();
        FrameWriter frames = new FrameWriter();
        for (Held one : held) {
            byte[] frame = encoder.next(one.at(), true, one.variables());
            if (frame != null) {
                frames.bytes(frame);
            }
        }
        return frames.toBytes();
    }
}

package io.github.walnut.store;

import io.github.walnut.ups.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Samples of one UPS as frames, each of which tells only what differs from the one before. The
 * first of each five minutes stands for itself.
 */
final class SampleFrames {

    /** A frame that stands for itself is at least this often. */
    static final long WHOLE_EVERY_MILLIS = 300_000;

    private static final int WHOLE = 1;
    private static final int FAST = 2;
    private static final int SEQ = 4;
    private static final int STATUS = 8;
    private static final int SUSPECT = 16;
    private static final int VALUES = 32;

    private SampleFrames() {}

    static boolean isWhole(byte[] frame) {
        return (frame[0] & WHOLE) != 0;
    }

    /** Whether the second of two has to stand for itself. */
    static boolean apart(long before, long at) {
        return at <= before
                || Math.floorDiv(at, WHOLE_EVERY_MILLIS)
                        != Math.floorDiv(before, WHOLE_EVERY_MILLIS);
    }

    /** Remembers the sample before. */
    static final class Encoder {

        private final Numbers numbers = new Numbers();
        private Polled before;

        /** The next frame stands for itself. */
        void startAnew() {
            before = null;
        }

        byte[] next(Polled now) {
            boolean whole = before == null || apart(before.at(), now.at());
            boolean seq = whole || now.seq() != before.seq() + 1;
            boolean status = whole || !now.status().equals(before.status());
            boolean suspect = whole ? now.suspect() != 0 : now.suspect() != before.suspect();
            long changed = whole ? known(now) : changed(before.values(), now.values());
            if (whole) {
                numbers.forget();
            }
            FrameWriter frame =
                    new FrameWriter()
                            .octet(
                                    (whole ? WHOLE : 0)
                                            | (now.fast() ? FAST : 0)
                                            | (seq ? SEQ : 0)
                                            | (status ? STATUS : 0)
                                            | (suspect ? SUSPECT : 0)
                                            | (changed != 0 ? VALUES : 0))
                            .step(whole ? now.at() : now.at() - before.at());
            if (seq) {
                frame.step(whole ? now.seq() : now.seq() - before.seq());
            }
            if (status) {
                frame.text(now.status());
            }
            if (suspect) {
                frame.count(now.suspect());
            }
            if (changed != 0) {
                values(frame, changed, now.values());
            }
            before = now;
            return frame.toBytes();
        }

        private static long known(Polled now) {
            long mask = 0;
            for (int i = 0; i < now.values().length; i++) {
                mask |= Double.isNaN(now.values()[i]) ? 0 : 1L << i;
            }
            return mask;
        }

        private static long changed(double[] before, double[] now) {
            long mask = 0;
            for (int i = 0; i < now.length; i++) {
                boolean same =
                        Double.doubleToLongBits(now[i]) == Double.doubleToLongBits(before[i]);
                mask |= same ? 0 : 1L << i;
            }
            return mask;
        }

        private void values(FrameWriter frame, long changed, double[] values) {
            frame.count(changed);
            for (int i = 0; i < values.length; i++) {
                if ((changed >> i & 1) == 1) {
                    numbers.write(frame, i, values[i]);
                }
            }
        }
    }

    /** The whole number and the decimals of each metric's latest value; both sides keep them. */
    private static final class Numbers {

        private final long[] wholes = new long[Metric.values().length];
        private final int[] decimals = new int[Metric.values().length];

        private void forget() {
            Arrays.fill(decimals, -1);
        }

        private void write(FrameWriter frame, int place, double value) {
            int its = decimals[place];
            if (its >= 0 && FrameWriter.has(value, its)) {
                long whole = FrameWriter.whole(value, its);
                frame.more(whole - wholes[place]);
                wholes[place] = whole;
            } else {
                frame.number(value);
                its = FrameWriter.decimals(value);
                decimals[place] = its;
                wholes[place] = its < 0 ? 0 : FrameWriter.whole(value, its);
            }
        }

        private double read(FrameReader frame, int place) {
            long count = frame.count();
            int kind = (int) (count & 7);
            if (kind == FrameReader.MORE) {
                wholes[place] += FrameReader.whole(count);
            } else if (kind >= FrameReader.DECIMALS) {
                decimals[place] = kind - FrameReader.DECIMALS;
                wholes[place] = FrameReader.whole(count);
            } else {
                decimals[place] = -1;
                return kind == FrameReader.NONE ? Double.NaN : frame.exact();
            }
            return FrameReader.shifted(wholes[place], decimals[place]);
        }
    }

    /** Goes from frame to frame; its fields are those of the present one. */
    static final class Cursor {

        private final FrameReader frames;
        private final Numbers numbers = new Numbers();
        long at;
        long seq;
        boolean fast;
        String status;
        long suspect;
        final double[] values = new double[Metric.values().length];

        Cursor(byte[] frames) {
            this.frames = new FrameReader(frames);
        }

        boolean next() {
            if (!frames.more()) {
                return false;
            }
            int parts = frames.octet();
            boolean whole = (parts & WHOLE) != 0;
            if (whole) {
                at = 0;
                seq = -1;
                suspect = 0;
                Arrays.fill(values, Double.NaN);
                numbers.forget();
            }
            fast = (parts & FAST) != 0;
            at += frames.step();
            if (whole) {
                seq = frames.step();
            } else {
                seq += (parts & SEQ) != 0 ? frames.step() : 1;
            }
            if ((parts & STATUS) != 0) {
                status = frames.text();
            }
            if ((parts & SUSPECT) != 0) {
                suspect = frames.count();
            }
            if ((parts & VALUES) != 0) {
                for (long rest = frames.count(); rest != 0; rest &= rest - 1) {
                    int place = Long.numberOfTrailingZeros(rest);
                    values[place] = numbers.read(frames, place);
                }
            }
            return true;
        }

        Polled polled() {
            return new Polled(at, seq, fast, status, suspect, values.clone());
        }
    }

    static List<Polled> all(byte[] frames) {
        List<Polled> all = new ArrayList<>();
        Cursor cursor = new Cursor(frames);
        while (cursor.next()) {
            all.add(cursor.polled());
        }
        return all;
    }

    static byte[] of(List<Polled> samples) {
        Encoder encoder = new Encoder();
        FrameWriter frames = new FrameWriter();
        samples.forEach(sample -> frames.bytes(encoder.next(sample)));
        return frames.toBytes();
    }
}

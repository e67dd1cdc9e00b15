package io.github.walnut.bench;

import java.util.Locale;
import java.util.stream.LongStream;

/** Measured nanoseconds, from the shortest to the longest. */
record Times(long[] sorted) {

    static Times of(LongStream nanos) {
        return new Times(nanos.sorted().toArray());
    }

    /** Measures the work again and again; the first repetitions warm up and are not counted. */
    static Times measure(int warmUp, int repetitions, Work work) throws Exception {
        long[] nanos = new long[repetitions];
        for (int i = -warmUp; i < repetitions; i++) {
            long begin = System.nanoTime();
            work.run();
            if (i >= 0) {
                nanos[i] = System.nanoTime() - begin;
            }
        }
        return of(LongStream.of(nanos));
    }

    interface Work {
        void run() throws Exception;
    }

    /** In milliseconds. */
    double percentile(int percent) {
        int index = (int) Math.ceil(sorted.length * percent / 100.0) - 1;
        return sorted[Math.max(0, index)] / 1e6;
    }

    double median() {
        return percentile(50);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "p50 %.3f ms, p95 %.3f ms, p99 %.3f ms, at most %.3f ms, %d times",
                median(),
                percentile(95),
                percentile(99),
                percentile(100),
                sorted.length);
    }
}

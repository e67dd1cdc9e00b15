package io.github.walnut.component.nut;

/** The measured time of one small request and its answer, smoothed. */
final class RoundTrip {

    /** What a server's line-by-line writing costs while a delayed acknowledgement is awaited. */
    static final double DELAYED_ACK_MILLIS = 40;

    private double millis = Double.MAX_VALUE;

    void measured(long nanos) {
        double now = nanos / 1e6;
        millis = now < millis ? now : 0.9 * millis + 0.1 * now;
    }

    /**
     * Whether asking one after another is quicker than bursts, each of which waits for an
     * acknowledgement once.
     */
    boolean prefersOneByOne(int requests, int maxPipeline) {
        int bursts = (requests + maxPipeline - 1) / maxPipeline;
        return requests * millis < DELAYED_ACK_MILLIS * bursts;
    }
}

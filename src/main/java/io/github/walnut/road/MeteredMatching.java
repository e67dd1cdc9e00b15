package io.github.walnut.road;

import io.github.walnut.publish.PowerMetrics;
import io.github.walnut.run.RunRequest;
import io.github.walnut.ups.UpsUpdate;
import java.time.Duration;
import java.util.List;

/** Matching as the routes call it, with the time that it takes. */
public final class MeteredMatching {

    private final Matching matching;
    private final PowerMetrics metrics;

    public MeteredMatching(Matching matching, PowerMetrics metrics) {
        this.matching = matching;
        this.metrics = metrics;
    }

    public List<RunRequest> match(UpsUpdate update) {
        long begin = System.nanoTime();
        try {
            return matching.match(update);
        } finally {
            metrics.evaluated(Duration.ofNanos(System.nanoTime() - begin));
        }
    }

    public List<RunRequest> called(WebhookArrival arrival) {
        long begin = System.nanoTime();
        try {
            return matching.called(arrival.hook(), arrival.body(), arrival.event());
        } finally {
            metrics.evaluated(Duration.ofNanos(System.nanoTime() - begin));
        }
    }

    /** Most ticks have nothing to decide; they would hide those that have. */
    public List<RunRequest> tick() {
        return matching.tick();
    }
}

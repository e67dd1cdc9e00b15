package io.github.walnut.road;

import io.github.walnut.publish.NutMetrics;
import io.github.walnut.publish.PowerMetrics;
import io.github.walnut.publish.UpsMetrics;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunListener;
import io.github.walnut.run.Step;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.PollResult;
import io.github.walnut.ups.UpsUpdate;
import java.util.List;

/** Lets the metrics count what goes along the road. */
public final class MetricsFeed implements RunListener {

    private final PowerMetrics metrics;
    private final NutMetrics nut;
    private final UpsMetrics ups;

    public MetricsFeed(PowerMetrics metrics, NutMetrics nut, UpsMetrics ups) {
        this.metrics = metrics;
        this.nut = nut;
        this.ups = ups;
    }

    /** Whatever a polling route brought. */
    public void polled(Object news) {
        if (news instanceof PollResult poll) {
            metrics.polled(poll);
            nut.polled(poll);
        }
    }

    public void updated(UpsUpdate update) {
        update.events().forEach(metrics::happened);
        ups.updated(update);
    }

    public void happened(Event event) {
        metrics.happened(event);
    }

    @Override
    public void changed(String type, Run run, List<Step> changed) {
        if (type.equals("run.created")) {
            metrics.created(run);
        }
        if (type.equals("run.closed")) {
            metrics.closed(run, changed);
        }
    }
}

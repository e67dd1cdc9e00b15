package io.github.walnut.app;

import io.github.walnut.publish.QueueFigure;
import io.github.walnut.road.Detection;
import io.github.walnut.road.EventRecorder;
import io.github.walnut.road.SampleRound;
import io.github.walnut.ups.UpsUpdate;
import java.util.List;
import java.util.Map;

/** The bounded queues of the road. */
final class RoadQueues {

    static final int MOST = 10_000;

    /** What was polled, before the core. Who polls waits when it is full; ticks come again. */
    final RoadQueue core = new RoadQueue(MOST, RoadQueues::tick, news -> !tick(news));

    /** What the core made of it, for listeners: plain samples go first. */
    final RoadQueue updates = new RoadQueue(MOST, RoadQueues::plain, update -> true);

    /** Events of the system, before they are stored; one without room is stored by its teller. */
    final RoadQueue events = new RoadQueue(MOST, event -> false, event -> true);

    Map<String, Object> beans() {
        return Map.of("coreQueue", core, "updateQueue", updates, "eventQueue", events);
    }

    /** All there is, with the samples and events that wait for the store. */
    List<QueueFigure> figures(SampleRound samples, EventRecorder recorder) {
        return List.of(
                core.figure("core"),
                updates.figure("updates"),
                events.figure("event_news"),
                new QueueFigure("samples", SampleRound.MOST, samples::size, samples::dropped),
                new QueueFigure(
                        "events", EventRecorder.MOST_WAITING, recorder::waiting, recorder::lost));
    }

    private static boolean tick(Object news) {
        return news instanceof Detection.Tick;
    }

    private static boolean plain(Object update) {
        return update instanceof UpsUpdate plain
                && plain.events().isEmpty()
                && plain.outages().isEmpty();
    }
}

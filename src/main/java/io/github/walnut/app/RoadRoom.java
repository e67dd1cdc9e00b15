package io.github.walnut.app;

import io.github.walnut.config.Configuration;
import io.github.walnut.integration.ClosedContext;
import io.github.walnut.publish.QueueFigure;
import io.github.walnut.road.Detection;
import io.github.walnut.road.EventRecorder;
import io.github.walnut.road.SampleRound;
import io.github.walnut.road.WebhookArrival;
import io.github.walnut.routes.ContextRoutes;
import io.github.walnut.routes.RouteFigures;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.UpsFleet;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes and what is bound into them. */
final class RoadRoom implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RoadRoom.class);
    private static final int STOP_SECONDS = 10;
    private static final int TURN_SECONDS = 20;

    final DefaultCamelContext camel = new DefaultCamelContext();
    private final RouteFigures figures = new RouteFigures(Clock.systemUTC());
    final RoadQueues queues = new RoadQueues();
    final SampleRound samples = new SampleRound();
    private final ProducerTemplate producer = camel.createProducerTemplate();
    private final StoreRoom store;
    private final EventRecorder recorder;
    private final UpsFleet fleet;

    RoadRoom(StoreRoom store, EventRecorder recorder, UpsFleet fleet) {
        this.store = store;
        this.recorder = recorder;
        this.fleet = fleet;
        ClosedContext.closeProperties(camel);
        ClosedContext.refuse(camel, Set.of("file"));
        figures.watch(camel);
        camel.getShutdownStrategy().setTimeUnit(TimeUnit.SECONDS);
        camel.getShutdownStrategy().setTimeout(STOP_SECONDS);
        bind(Map.of("eventRecorder", recorder, "sampleRound", samples));
        bind(queues.beans());
    }

    void bind(Map<String, Object> beans) {
        beans.forEach((name, bean) -> camel.getRegistry().bind(name, bean));
    }

    /** The routes of the installation, as they are shown. */
    CoreRoutes routes(Configuration configuration) throws IOException {
        return new CoreRoutes(
                new ContextRoutes(camel, figures), new RouteFiles(configuration).texts());
    }

    /**
     * Tells an event; while the routes do not run, or have no room, it is stored, so that it is not
     * lost.
     */
    void happened(Event event) {
        if (!camel.getStatus().isStarted()) {
            recorder.happened(event);
            return;
        }
        try {
            producer.sendBody("seda:event-publish?queueFactory=#eventQueue", event);
        } catch (CamelExecutionException e) {
            LOG.warn("{} is stored and not told: {}", event.name(), e.getCause().toString());
            recorder.happened(event);
        }
    }

    /** Every bounded queue on the road. */
    List<QueueFigure> figures() {
        return queues.figures(samples, recorder);
    }

    /** Tells an event and returns when it is stored, or kept for the store while that is away. */
    void told(Event event) {
        producer.sendBody(
                "seda:event-publish?queueFactory=#eventQueue&waitForTaskToComplete=Always", event);
    }

    /** Gives the core's thread something to judge. */
    void news(Object news) {
        producer.sendBody("seda:event-detect?queueFactory=#coreQueue", news);
    }

    /** Gives the core's thread something to judge and returns when that is done. */
    void judged(Object news) {
        producer.sendBody(
                "seda:event-detect?queueFactory=#coreQueue&waitForTaskToComplete=Always", news);
    }

    /** Lets policies judge a call of a webhook on the core's thread, and waits for it. */
    void called(WebhookArrival arrival) {
        inTurn(() -> producer.sendBody("direct:webhook-match", arrival));
    }

    /**
     * Does something on the core's thread, after all that was polled so far, and waits for it.
     *
     * @throws IllegalStateException when it does not come to its turn, or fails
     */
    void inTurn(Runnable work) {
        if (!camel.getStatus().isStarted()) {
            work.run();
            return;
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        news(
                new Detection.InTurn(
                        () -> {
                            try {
                                work.run();
                                done.complete(null);
                            } catch (RuntimeException e) {
                                done.completeExceptionally(e);
                            }
                        }));
        try {
            done.get(TURN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the core did not get to it: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the core", e);
        }
    }

    void start(Configuration configuration) throws Exception {
        new RouteFiles(configuration).load(camel);
        camel.start();
    }

    /** Lets what is under way come to its end and stores how everything stands. */
    @Override
    public void close() {
        camel.stop();
        recorder.standing(fleet.stored());
        try {
            recorder.close();
        } catch (IOException e) {
            LOG.error("What the store did not take is lost: {}", e.toString());
        }
        store.samples.insert(samples.take());
    }
}

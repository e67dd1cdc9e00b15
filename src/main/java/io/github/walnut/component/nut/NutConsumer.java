package io.github.walnut.component.nut;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Polls on a thread of its own and makes one exchange of each poll of each UPS. */
public class NutConsumer extends DefaultConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(NutConsumer.class);
    private static final long LONGEST_SLEEP = 1000;

    private final NutEndpoint endpoint;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wake = lock.newCondition();
    private final Set<String> poked = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private NutDelivery delivery;
    private NutPoller poller;
    private PollSchedule schedule;
    private SleepDetector sleepDetector;
    private NutHost host;
    private Thread thread;
    private volatile boolean ended;

    NutConsumer(NutEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        host = endpoint.getComponent().host();
        NutConfiguration configuration = endpoint.getConfiguration();
        NutSession session = endpoint.getComponent().sessions().reading(endpoint.sessionSettings());
        NutLimits limits = configuration.limits();
        delivery = new NutDelivery(endpoint.server(), configuration.deliversChanges());
        poller =
                new NutPoller(
                        new UpsRoster(endpoint.address(), session, limits, host),
                        new UpsRound(session, limits, host),
                        host,
                        endpoint.server(),
                        this::deliver);
        long now = host.clock().monotonicMillis();
        schedule = new PollSchedule(now, configuration.getDelay(), configuration.getFastDelay());
        sleepDetector = new SleepDetector(host.clock(), configuration.getDelay());
        ended = false;
        endpoint.getComponent().register(this);
        thread = new Thread(this::loop, "nut poll " + endpoint.server() + " " + endpoint.getUps());
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    protected void doStop() throws Exception {
        ended = true;
        endpoint.getComponent().unregister(this);
        wakeUp();
        endpoint.getComponent().sessions().release(endpoint.sessionSettings());
        if (thread != null && thread != Thread.currentThread()) {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        }
        super.doStop();
    }

    /** Polls this UPS at once, and closely for a while. */
    void poke(String ups) {
        lock.lock();
        try {
            poked.add(ups);
            wake.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean watches(NutServer server) {
        return endpoint.server().equals(server);
    }

    private void wakeUp() {
        lock.lock();
        try {
            wake.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void loop() {
        while (!ended) {
            try {
                step(nap());
            } catch (InterruptedException e) {
                ended = true;
            } catch (RuntimeException e) {
                LOG.error("A round at NUT server {} failed", endpoint.server(), e);
                schedule.finished(host.clock().monotonicMillis());
            }
        }
    }

    /** Waits for the next round or for a poke, and returns the names poked. */
    private Set<String> nap() throws InterruptedException {
        lock.lock();
        try {
            long left = schedule.next() - host.clock().monotonicMillis();
            if (poked.isEmpty() && left > 0 && !ended) {
                wake.await(Math.min(left, LONGEST_SLEEP), TimeUnit.MILLISECONDS);
            }
            Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            names.addAll(poked);
            poked.clear();
            return names;
        } finally {
            lock.unlock();
        }
    }

    private void step(Set<String> names) {
        if (ended || isSuspendingOrSuspended()) {
            schedule.finished(host.clock().monotonicMillis());
            return;
        }
        long now = host.clock().monotonicMillis();
        tellIfOverslept(now);
        PollKind due = schedule.due(now);
        if (!names.isEmpty() && due != PollKind.FULL) {
            poller.poked(names);
        }
        if (due == PollKind.FULL) {
            poller.full();
        } else if (due == PollKind.FAST) {
            poller.fast();
        }
        if (due != null) {
            tellResumed(schedule.finished(host.clock().monotonicMillis()));
        }
    }

    private void tellIfOverslept(long now) {
        tellResumed(Math.max(schedule.oversleptMillis(now), sleepDetector.oversleptMillis()));
    }

    private void tellResumed(long late) {
        if (late > 0) {
            host.tell(new NutServerEvent.Resumed(endpoint.server(), late));
        }
    }

    private void deliver(UpsPoll poll) {
        if (ended) {
            return;
        }
        delivery.headers(poll)
                .ifPresent(
                        headers -> {
                            Exchange exchange = createExchange(true);
                            exchange.getIn().setHeaders(headers);
                            exchange.getIn().setBody(poll.variables());
                            process(exchange);
                        });
        if (!poll.good()) {
            LOG.debug("poll of {} failed: {}", poll.ups(), poll.error().message());
        }
    }

    private void process(Exchange exchange) {
        try {
            getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        if (exchange.getException() != null) {
            getExceptionHandler()
                    .handleException(
                            "Error in a route of " + endpoint, exchange, exchange.getException());
        }
    }
}

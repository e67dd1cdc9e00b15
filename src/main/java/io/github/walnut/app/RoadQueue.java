package io.github.walnut.app;

import io.github.walnut.publish.QueueFigure;
import java.util.Iterator;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.component.seda.BlockingQueueFactory;

/**
 * The queue before a route. When it is full the oldest of what can be spared makes room; what finds
 * none is refused. Both are counted.
 */
final class RoadQueue extends LinkedBlockingQueue<Exchange>
        implements BlockingQueueFactory<Exchange> {

    private static final long serialVersionUID = 1;

    private final transient Predicate<Object> spared;
    private final transient Predicate<Object> missed;
    private final int capacity;
    private final AtomicLong dropped = new AtomicLong();

    /**
     * @param spared what may be given up for the sake of something newer
     * @param missed what is a loss when it is gone
     */
    RoadQueue(int capacity, Predicate<Object> spared, Predicate<Object> missed) {
        super(capacity);
        this.capacity = capacity;
        this.spared = spared;
        this.missed = missed;
    }

    @Override
    public boolean offer(Exchange exchange) {
        if (super.offer(exchange) || giveUpOldest() && super.offer(exchange)) {
            return true;
        }
        count(exchange);
        return false;
    }

    private boolean giveUpOldest() {
        for (Iterator<Exchange> all = iterator(); all.hasNext(); ) {
            Exchange oldest = all.next();
            if (spared.test(oldest.getMessage().getBody()) && remove(oldest)) {
                count(oldest);
                return true;
            }
        }
        return false;
    }

    private void count(Exchange exchange) {
        if (missed.test(exchange.getMessage().getBody())) {
            dropped.incrementAndGet();
        }
    }

    /** What was given up or refused since the start. */
    long dropped() {
        return dropped.get();
    }

    QueueFigure figure(String name) {
        return new QueueFigure(name, capacity, this::size, dropped::get);
    }

    /** All endpoints of one name share it. */
    @Override
    public RoadQueue create() {
        return this;
    }

    @Override
    public RoadQueue create(int size) {
        return this;
    }
}

package io.github.walnut.component.walnut;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;

/**
 * {@code timer:} in the context of operators: as Camel's own, on the crew's threads. A beat is left
 * out while the one before has not been worked off.
 */
public final class CrewTimer extends DefaultComponent {

    private static final long SHORTEST = 1000;

    private final Crew crew;

    public CrewTimer(Crew crew) {
        this.crew = crew;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String name, Map<String, Object> parameters) {
        long period = getAndRemoveParameter(parameters, "period", Long.class, SHORTEST);
        long delay = getAndRemoveParameter(parameters, "delay", Long.class, SHORTEST);
        long beats = getAndRemoveParameter(parameters, "repeatCount", Long.class, 0L);
        return new Beat(uri, this, Math.max(SHORTEST, period), delay, beats);
    }

    private static final class Beat extends DefaultEndpoint implements MultipleConsumersSupport {

        private final CrewTimer timer;
        private final long period;
        private final long delay;
        private final long beats;

        Beat(String uri, CrewTimer timer, long period, long delay, long beats) {
            super(uri, timer);
            this.timer = timer;
            this.period = period;
            this.delay = delay;
            this.beats = beats;
        }

        @Override
        public boolean isMultipleConsumersSupported() {
            return true;
        }

        @Override
        public Producer createProducer() {
            throw new UnsupportedOperationException("timer: takes nothing");
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            return new Ticking(this, processor);
        }
    }

    private static final class Ticking extends CrewConsumer {

        private final Beat beat;
        private final AtomicLong count = new AtomicLong();
        private final AtomicBoolean pending = new AtomicBoolean();
        private ScheduledFuture<?> ticks;

        Ticking(Beat beat, Processor processor) {
            super(beat, processor);
            this.beat = beat;
        }

        @Override
        protected void doStart() throws Exception {
            super.doStart();
            ticks =
                    beat.timer.crew.every(
                            Duration.ofMillis(beat.delay),
                            Duration.ofMillis(beat.period),
                            this::tick);
        }

        @Override
        protected void doStop() throws Exception {
            if (ticks != null) {
                ticks.cancel(false);
            }
            super.doStop();
        }

        private void tick() {
            boolean over = beat.beats > 0 && count.get() >= beat.beats;
            if (!over && pending.compareAndSet(false, true) && !beat.timer.crew.offer(this::fire)) {
                pending.set(false);
            }
        }

        private void fire() {
            try {
                if (isRunAllowed()) {
                    Exchange exchange = createExchange(true);
                    exchange.setVariable("count", count.incrementAndGet());
                    pass(exchange);
                }
            } finally {
                pending.set(false);
            }
        }
    }
}

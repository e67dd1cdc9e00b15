package io.github.walnut.routes;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Stands before and after each step of an operator's route: an exchange that is out of time, or
 * grows too large, ends there.
 */
final class RouteGuard implements InterceptStrategy {

    /** Weight of the body, and of all headers and variables together. */
    static final int LARGEST = 256 * 1024;

    /** Steps of an exchange, those of the parts of a split and of the routes it calls included. */
    static final int MOST_STEPS = 20_000;

    private static final String END = "walnut-end";
    private static final String STEPS = "walnut-steps";

    private final Duration limit;
    private final LineLimit lines = new LineLimit();

    RouteGuard(Duration limit) {
        this.limit = limit;
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext camel, NamedNode node, Processor target, Processor next) {
        boolean logs =
                node.getShortName().equals("log")
                        || String.valueOf(node.getLabel()).startsWith("log:");
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                if (late(exchange) || tired(exchange) || logs && !lines.take()) {
                    callback.done(true);
                    return true;
                }
                return super.process(
                        exchange,
                        done -> {
                            weigh(exchange);
                            callback.done(done);
                        });
            }
        };
    }

    private boolean late(Exchange exchange) {
        Long end = exchange.getProperty(END, Long.class);
        if (end == null) {
            exchange.setProperty(END, System.nanoTime() + limit.toNanos());
            return false;
        }
        boolean late = System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted();
        if (late) {
            exchange.setException(
                    new RouteLimitException("it took longer than " + limit.toSeconds() + " s"));
        }
        return late;
    }

    /** Copies of an exchange share the counter, so that a split in a split counts as a whole. */
    private static boolean tired(Exchange exchange) {
        AtomicInteger steps = exchange.getProperty(STEPS, AtomicInteger.class);
        if (steps == null) {
            steps = new AtomicInteger();
            exchange.setProperty(STEPS, steps);
        }
        boolean tired = steps.incrementAndGet() > MOST_STEPS;
        if (tired) {
            exchange.setException(
                    new RouteLimitException("it took more than " + MOST_STEPS + " steps"));
        }
        return tired;
    }

    private static void weigh(Exchange exchange) {
        if (heavy(exchange.getMessage().getBody())
                || heavy(List.of(exchange.getMessage().getHeaders(), exchange.getVariables()))) {
            exchange.getMessage().setBody(null);
            exchange.getMessage().removeHeaders("*");
            exchange.removeVariable("*");
            exchange.setException(
                    new RouteLimitException(
                            "body, or headers and variables, grew beyond "
                                    + LARGEST
                                    + " characters, counting objects, lists and numbers"));
        }
    }

    private static boolean heavy(Object value) {
        return ExchangeWeight.of(value, LARGEST) > LARGEST;
    }
}

package io.github.walnut.routes;

import java.time.Duration;
import java.util.Map;
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

    /** Characters of the body, and of all headers and variables together. */
    static final int LARGEST = 256 * 1024;

    private static final String END = "walnut-end";

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
                if (late(exchange) || logs && !lines.take()) {
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

    private static void weigh(Exchange exchange) {
        long beside = size(exchange.getMessage().getHeaders()) + size(exchange.getVariables());
        if (size(exchange.getMessage().getBody()) > LARGEST || beside > LARGEST) {
            exchange.getMessage().setBody(null);
            exchange.getMessage().removeHeaders("*");
            exchange.setException(
                    new RouteLimitException(
                            "body, or headers and variables, grew beyond "
                                    + LARGEST
                                    + " characters"));
        }
    }

    private static long size(Map<String, Object> values) {
        return values.values().stream().mapToLong(RouteGuard::size).sum();
    }

    private static long size(Object value) {
        return value instanceof CharSequence text ? text.length() : 0;
    }
}

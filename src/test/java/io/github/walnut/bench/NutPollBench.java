package io.github.walnut.bench;

import io.github.walnut.component.nut.NutConstants;
import io.github.walnut.peers.RealUpsd;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Polls many UPSs on one real upsd for some minutes and prints how far each round began from its
 * place on the grid, and how long it took. Arguments: UPSs (100), minutes (5), delay in ms (5000).
 */
public final class NutPollBench {

    private NutPollBench() {}

    private record Seen(long nanos, String ups) {}

    public static void main(String[] arguments) throws Exception {
        int upses = argument(arguments, 0, 100);
        int minutes = argument(arguments, 1, 5);
        int delay = argument(arguments, 2, 5000);
        List<Seen> seen = new CopyOnWriteArrayList<>();
        try (RealUpsd upsd = RealUpsd.withMany(upses).start();
                CamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(
                    new RouteBuilder() {
                        @Override
                        public void configure() {
                            from("nut:*@" + upsd.host() + ":" + upsd.port() + "?delay=" + delay)
                                    .process(
                                            exchange ->
                                                    seen.add(
                                                            new Seen(
                                                                    System.nanoTime(),
                                                                    exchange.getIn()
                                                                            .getHeader(
                                                                                    NutConstants
                                                                                            .UPS,
                                                                                    String
                                                                                            .class))));
                        }
                    });
            camel.start();
            new CountDownLatch(1).await(minutes, TimeUnit.MINUTES);
        }
        report(seen, delay);
    }

    private static void report(List<Seen> seen, int delay) {
        String first = seen.get(0).ups();
        long[] starts =
                seen.stream().filter(s -> s.ups().equals(first)).mapToLong(Seen::nanos).toArray();
        long[] offsets =
                LongStream.range(0, starts.length)
                        .map(i -> (starts[(int) i] - starts[0]) / 1000 - i * delay * 1000L)
                        .sorted()
                        .toArray();
        System.out.printf(
                "%d rounds, %d polls; off the grid by %d us at least, %d us in the middle, %d us at most; last round %d us%n",
                starts.length,
                seen.size(),
                offsets[0],
                offsets[offsets.length / 2],
                offsets[offsets.length - 1],
                (starts[starts.length - 1] - starts[0]) / 1000
                        - (starts.length - 1) * delay * 1000L);
    }

    private static int argument(String[] arguments, int index, int fallback) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : fallback;
    }
}

package io.github.walnut.run;

import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.ups.UpsFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Orders of several runs for one target that exclude each other. In an outage of its host a stop
 * overrules a start; else the later match overrules what was not sent yet. Of two different stops
 * the milder goes first.
 */
public final class Contraries {

    private static final Comparator<Order> BY_MATCH =
            Comparator.comparing((Order order) -> order.book().run().createdAt())
                    .thenComparing(order -> order.book().run().id());

    private final Inventory inventory;
    private final Verbs verbs;

    /** One order that is not settled yet. */
    private record Order(RunBook book, Step step, Direction direction) {
        boolean unsent() {
            return step.state() == StepState.PLANNED;
        }
    }

    public Contraries(Inventory inventory) {
        this.inventory = inventory;
        this.verbs = new Verbs(inventory);
    }

    /**
     * Ends what is overruled.
     *
     * @return steps that let a milder stop of their target go first
     */
    public Set<UUID> settle(Collection<RunBook> books, PowerBoard power, Instant now) {
        Set<UUID> waiting = new HashSet<>();
        for (List<Order> rivals : rivals(books)) {
            overrule(rivals, power, now);
            milderFirst(rivals, now, waiting);
        }
        return waiting;
    }

    /** Orders of different runs for the same target in the same mode. */
    private Collection<List<Order>> rivals(Collection<RunBook> books) {
        Map<String, List<Order>> byTarget = new HashMap<>();
        List<RunBook> open = books.stream().filter(Contraries::orders).toList();
        if (open.size() < 2) {
            return List.of();
        }
        for (RunBook book : open) {
            for (Step step : book.open()) {
                String target = step.target().hostId() + "/" + step.target().id();
                byTarget.computeIfAbsent(book.run().mode() + " " + target, key -> new ArrayList<>())
                        .add(new Order(book, step, Direction.OTHER));
            }
        }
        return byTarget.values().stream()
                .filter(orders -> orders.stream().map(Order::book).distinct().count() > 1)
                .map(this::directed)
                .toList();
    }

    /** What starts again only what walNUT stopped has gates and rules of its own. */
    private static boolean orders(RunBook book) {
        return !book.run().state().terminal() && book.run().kind() != Run.Kind.RECOVERY;
    }

    private List<Order> directed(List<Order> orders) {
        return orders.stream()
                .map(o -> new Order(o.book(), o.step(), Direction.of(o.step(), verbs)))
                .filter(order -> order.direction() != Direction.OTHER)
                .sorted(BY_MATCH)
                .toList();
    }

    private void overrule(List<Order> rivals, PowerBoard power, Instant now) {
        for (Order order : rivals) {
            List<Order> contrary =
                    rivals.stream()
                            .filter(other -> other.book() != order.book())
                            .filter(other -> other.direction() != order.direction())
                            .toList();
            if (order.unsent() && contrary.stream().anyMatch(c -> beats(c, order, power))) {
                order.book()
                        .apply(
                                Ends.skipped(
                                        order.step(),
                                        order.book().progress(order.step()),
                                        Reasons.OVERRULED,
                                        now));
            }
        }
    }

    private boolean beats(Order contrary, Order order, PowerBoard power) {
        Order stop = contrary.direction() == Direction.STOP ? contrary : order;
        return outage(stop, power)
                ? contrary.direction() == Direction.STOP
                : BY_MATCH.compare(contrary, order) > 0;
    }

    /** Of a UPS that feeds the host; where nobody declared one, of that which the stop is about. */
    private boolean outage(Order stop, PowerBoard power) {
        Optional<Host> host = inventory.host(stop.step().target().hostId());
        List<String> sources =
                host.map(Host::feeds).map(feeds -> feeds.sources()).orElse(List.of());
        if (sources.isEmpty()) {
            return power.of(stop.book().run().upsId()).filter(Contraries::outage).isPresent();
        }
        return sources.stream().anyMatch(name -> power.named(name).anyMatch(Contraries::outage));
    }

    private static boolean outage(UpsFacts ups) {
        return ups.outageId() != null;
    }

    /**
     * The harsher order waits while the milder one is under way, but not longer than half of its
     * own time, so that it is still sent when the milder one leads to nothing.
     */
    private static void milderFirst(List<Order> rivals, Instant now, Set<UUID> waiting) {
        List<Order> stops =
                rivals.stream().filter(order -> order.direction() == Direction.STOP).toList();
        for (Order harsh : stops) {
            Step step = harsh.step();
            boolean due = harsh.unsent() && step.deadlineAt() != null && !Direction.mild(step);
            if (due && stops.stream().anyMatch(other -> goesBefore(other, harsh))) {
                Duration half = step.budget().dividedBy(2);
                Instant latest = step.deadlineAt().minus(half);
                if (now.isBefore(latest)) {
                    waiting.add(step.id());
                    harsh.book().wakeAt(latest);
                }
            }
        }
    }

    private static boolean goesBefore(Order milder, Order harsh) {
        return milder.book() != harsh.book()
                && Direction.mild(milder.step())
                && milder.step().deadlineAt() != null
                && !RunBook.settled(milder.book().step(milder.step().id()));
    }
}

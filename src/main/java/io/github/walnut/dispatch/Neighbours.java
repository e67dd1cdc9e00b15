package io.github.walnut.dispatch;

import io.github.walnut.run.Hold;
import io.github.walnut.run.PowerBoard;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunBook;
import io.github.walnut.run.RunState;
import io.github.walnut.run.Shutdowns;
import io.github.walnut.run.Surroundings;
import java.util.Collection;
import java.util.Comparator;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What the unfinished runs are to each other. Dry runs and real ones do not see each other. */
final class Neighbours {

    private static final Comparator<RunBook> QUEUE =
            Comparator.<RunBook>comparingInt(book -> book.run().priority())
                    .thenComparing(book -> book.run().createdAt())
                    .thenComparing(book -> book.run().id());

    private final Collection<RunBook> books;
    private final PowerBoard power;
    private final Supplier<Hold> hold;
    private final Predicate<Run> stillMet;
    private final Shutdowns shutdowns;

    Neighbours(
            Collection<RunBook> books,
            PowerBoard power,
            Supplier<Hold> hold,
            Predicate<Run> stillMet,
            Shutdowns shutdowns) {
        this.books = books;
        this.power = power;
        this.hold = hold;
        this.stillMet = stillMet;
        this.shutdowns = shutdowns;
    }

    Surroundings of(RunBook book) {
        return new Surroundings(
                othersLeft(book),
                lockFree(book),
                hostsWanted(book),
                power,
                hold.get(),
                () -> stillMet.test(book.run()));
    }

    private boolean othersLeft(RunBook book) {
        UUID outage = book.run().outageId();
        return outage != null
                && others(book)
                        .filter(other -> other.run().kind() != Run.Kind.RECOVERY)
                        .filter(other -> outage.equals(other.run().outageId()))
                        .anyMatch(RunBook::othersThanSelfLeft);
    }

    /** Whoever stops something on a host ends a run that starts something there. */
    private boolean hostsWanted(RunBook book) {
        return book.run().kind() == Run.Kind.RECOVERY
                && others(book).anyMatch(other -> shutdowns.wantsHostOf(other, book));
    }

    private boolean lockFree(RunBook book) {
        String lock = book.terms().globalLock();
        return lock == null
                || others(book)
                        .filter(other -> lock.equals(other.terms().globalLock()))
                        .noneMatch(other -> keepsLock(other, book));
    }

    /**
     * A run with nothing left but what walNUT runs on waits for all others of the outage, so it
     * must not keep them waiting in turn, not even those that it was ahead of.
     */
    private static boolean keepsLock(RunBook other, RunBook book) {
        return other.run().state() == RunState.ACCEPTED
                ? ahead(other, book)
                : other.othersThanSelfLeft();
    }

    private static boolean ahead(RunBook other, RunBook book) {
        return QUEUE.compare(other, book) < 0;
    }

    private Stream<RunBook> others(RunBook book) {
        return books.stream()
                .filter(other -> other != book)
                .filter(other -> !other.run().state().terminal())
                .filter(other -> other.run().mode() == book.run().mode());
    }
}

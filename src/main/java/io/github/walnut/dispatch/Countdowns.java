package io.github.walnut.dispatch;

import io.github.walnut.run.Countdown;
import io.github.walnut.run.RunBook;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/** Tells of ends that have changed since a run was told of last. */
final class Countdowns {

    private final Map<UUID, List<Countdown>> told = new HashMap<>();
    private final Function<RunBook, List<Countdown>> ends;

    Countdowns(Function<RunBook, List<Countdown>> ends) {
        this.ends = ends;
    }

    /**
     * @param books those under way
     * @param written of others nothing is told yet
     */
    List<Notice> news(Iterable<RunBook> books, Predicate<RunBook> written) {
        List<Notice> news = new ArrayList<>();
        Set<UUID> present = new HashSet<>();
        for (RunBook book : books) {
            UUID id = book.run().id();
            present.add(id);
            if (book.run().state().terminal() || !written.test(book)) {
                continue;
            }
            List<Countdown> now = ends.apply(book);
            if (!now.equals(told.getOrDefault(id, List.of()))) {
                told.put(id, now);
                news.add(Notice.countdown(book, now));
            }
        }
        told.keySet().retainAll(present);
        return news;
    }
}

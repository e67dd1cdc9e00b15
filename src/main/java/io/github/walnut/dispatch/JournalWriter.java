package io.github.walnut.dispatch;

import io.github.walnut.run.Journal;
import io.github.walnut.run.Obligation;
import io.github.walnut.run.RunBook;
import io.github.walnut.run.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Brings the journal up to what the books say, and tells what became known by it. */
final class JournalWriter {

    private final Journal journal;
    private final Set<UUID> uncreated = new HashSet<>();

    JournalWriter(Journal journal) {
        this.journal = journal;
    }

    void isNew(RunBook book) {
        uncreated.add(book.run().id());
    }

    /** The journal has the run, and this step of it as it stands. */
    boolean holds(RunBook book, UUID step) {
        return !uncreated.contains(book.run().id()) && !book.changed(step);
    }

    /** The journal has the run and all its steps as they stand. */
    boolean holds(RunBook book) {
        return !uncreated.contains(book.run().id()) && book.inJournal();
    }

    /** Nothing is unwritten but what became of steps. */
    boolean lacksStepsOnly(Collection<RunBook> books) {
        return uncreated.isEmpty() && books.stream().noneMatch(RunBook::runChanged);
    }

    /**
     * Writes all that changed. Steps of several runs share one transaction where no run changed
     * itself. What was written before a failure is reported to {@code written} and not written
     * again.
     *
     * @throws Journal.UnavailableException with the rest still unwritten
     */
    void write(Collection<RunBook> books, Collection<Notice> written) {
        List<RunBook> stepsOnly = new ArrayList<>();
        for (RunBook book : List.copyOf(books)) {
            if (uncreated.contains(book.run().id())) {
                create(book, written);
            } else if (book.runChanged()) {
                update(book, written);
            } else if (!book.inJournal()) {
                stepsOnly.add(book);
            }
        }
        if (stepsOnly.size() == 1) {
            update(stepsOnly.get(0), written);
        } else if (!stepsOnly.isEmpty()) {
            updateSteps(stepsOnly, written);
        }
    }

    private void create(RunBook book, Collection<Notice> written) {
        List<Notice> notices = Notice.created(book);
        journal.create(book.run(), List.copyOf(book.steps()), book.changedObligations());
        uncreated.remove(book.run().id());
        done(book, notices, written);
    }

    private void update(RunBook book, Collection<Notice> written) {
        List<Notice> notices = Notice.changed(book);
        journal.update(book.run(), book.changedSteps(), book.changedObligations());
        done(book, notices, written);
    }

    private void updateSteps(List<RunBook> books, Collection<Notice> written) {
        List<Step> all = books.stream().flatMap(book -> book.changedSteps().stream()).toList();
        List<Obligation> owed =
                books.stream().flatMap(book -> book.changedObligations().stream()).toList();
        journal.update(all, owed);
        books.forEach(book -> done(book, Notice.changed(book), written));
    }

    private static void done(RunBook book, List<Notice> notices, Collection<Notice> written) {
        book.written();
        written.addAll(notices);
    }
}

package io.github.walnut.dispatch;

import io.github.walnut.run.Countdown;
import io.github.walnut.run.Gate;
import io.github.walnut.run.Obligation;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunBook;
import io.github.walnut.run.RunListener;
import io.github.walnut.run.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One change of a run as listeners hear it, each with its own number. */
record Notice(String type, Run run, Consumer<RunListener> telling) {

    static List<Notice> created(RunBook book) {
        List<Notice> all = new ArrayList<>();
        add(all, book, "run.created", List.copyOf(book.steps()));
        owed(all, book);
        compressed(all, book);
        closed(all, book);
        return all;
    }

    static List<Notice> changed(RunBook book) {
        List<Notice> all = new ArrayList<>();
        compressed(all, book);
        if (!book.changedSteps().isEmpty()) {
            add(all, book, "step.state", book.changedSteps());
        }
        owed(all, book);
        if (book.runChanged()) {
            add(all, book, "run.state", List.of());
            closed(all, book);
        }
        return all;
    }

    static Notice owed(Run run, List<Obligation> changed) {
        return new Notice("recovery.state", run, listener -> listener.owed(run, changed));
    }

    static Notice gate(Run stopped, String hostId, Gate gate) {
        return new Notice(
                "recovery.gate", stopped, listener -> listener.gate(stopped, hostId, gate));
    }

    static Notice countdown(RunBook book, List<Countdown> ends) {
        Run run = numbered(book);
        return new Notice("run.countdown", run, listener -> listener.countdown(run, ends));
    }

    private static void owed(List<Notice> all, RunBook book) {
        if (!book.changedObligations().isEmpty()) {
            all.add(owed(numbered(book), book.changedObligations()));
        }
    }

    private static void compressed(List<Notice> all, RunBook book) {
        if (book.compressed()) {
            add(all, book, "run.plan_compressed", List.of());
        }
    }

    private static void closed(List<Notice> all, RunBook book) {
        if (book.run().state().terminal()) {
            add(all, book, "run.closed", List.copyOf(book.steps()));
        }
    }

    private static void add(List<Notice> all, RunBook book, String type, List<Step> steps) {
        Run run = numbered(book);
        all.add(new Notice(type, run, listener -> listener.changed(type, run, steps)));
    }

    private static Run numbered(RunBook book) {
        book.numbered(book.run().runSeq() + 1);
        return book.run();
    }
}

package io.github.walnut.dispatch;

import io.github.walnut.run.Run;
import io.github.walnut.run.RunBook;
import io.github.walnut.run.Step;
import java.util.ArrayList;
import java.util.List;

/** One change of a run as listeners hear it, each with its own number. */
record Notice(String type, Run run, List<Step> changed) {

    static List<Notice> created(RunBook book) {
        List<Notice> all = new ArrayList<>();
        add(all, book, "run.created", List.copyOf(book.steps()));
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
        if (book.runChanged()) {
            add(all, book, "run.state", List.of());
            closed(all, book);
        }
        return all;
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
        book.numbered(book.run().runSeq() + 1);
        all.add(new Notice(type, book.run(), steps));
    }
}

package io.github.walnut.dispatch;

import io.github.walnut.run.Journal;
import java.time.Duration;
import java.time.Instant;

/** Reports a journal that stays away longer than it may, and its return. */
final class JournalHealth {

    private final DispatchWatch watch;
    private final Duration patience;
    private Instant downSince;
    private boolean reported;

    JournalHealth(DispatchWatch watch, Duration patience) {
        this.watch = watch;
        this.patience = patience;
    }

    void down(Instant now, Journal.UnavailableException why) {
        if (downSince == null) {
            downSince = now;
        }
        if (!reported && !now.isBefore(downSince.plus(patience))) {
            reported = true;
            watch.journalDegraded(why.getMessage());
        }
    }

    void up() {
        if (reported) {
            watch.journalRestored();
        }
        downSince = null;
        reported = false;
    }
}

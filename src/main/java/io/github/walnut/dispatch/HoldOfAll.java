package io.github.walnut.dispatch;

import io.github.walnut.run.Hold;
import io.github.walnut.run.HoldChange;
import io.github.walnut.run.Journal;
import io.github.walnut.run.PowerBoard;
import io.github.walnut.run.RunRefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hold that covers every run. It counts whether or not it can be stored now, and is stored as
 * soon as it can be. Its caller sees to it that one thread at a time is here.
 */
final class HoldOfAll {

    private static final Logger LOG = LoggerFactory.getLogger(HoldOfAll.class);

    /** Between two tries to store it. */
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final HoldMemory memory;
    private final PowerBoard power;
    private final List<News> news = new ArrayList<>();
    private volatile Hold hold;
    private boolean stored = true;

    /** What somebody has to be told. */
    record News(HoldChange change, Hold hold) {}

    HoldOfAll(HoldMemory memory, PowerBoard power) {
        this.memory = memory;
        this.power = power;
    }

    /** As the last process left it. */
    void restore() {
        hold = memory.load().orElse(null);
    }

    /** Null while there is none. May be asked at any time, on any thread. */
    Hold now() {
        return hold;
    }

    void begin(Hold next) {
        if (power.criticalOutage()) {
            throw new RunRefusedException(
                    RunRefusedException.Why.CONFLICT,
                    "a UPS with an open outage is critical: nothing may be held");
        }
        hold = next;
        store();
        news.add(new News(HoldChange.STARTED, next));
    }

    void end() {
        if (hold == null) {
            throw new RunRefusedException(
                    RunRefusedException.Why.CONFLICT, "there is no hold of all runs");
        }
        over();
    }

    /** Ends it when its time is over or a UPS turned critical; announces its end before. */
    void advance(Instant now) {
        if (!stored) {
            store();
        }
        if (hold == null) {
            return;
        }
        if (hold.over(now) || power.criticalOutage()) {
            over();
        } else if (!hold.warned() && !now.isBefore(noticeAt())) {
            hold = hold.announced();
            news.add(new News(HoldChange.ENDING, hold));
            store();
        }
    }

    Optional<Instant> nextWake(Instant now) {
        return Stream.concat(
                        Stream.ofNullable(stored ? null : now.plus(AGAIN)),
                        Stream.ofNullable(hold).map(one -> one.warned() ? one.until() : noticeAt()))
                .min(Instant::compareTo);
    }

    List<News> takeNews() {
        List<News> all = List.copyOf(news);
        news.clear();
        return all;
    }

    private Instant noticeAt() {
        return hold.until().minus(Hold.NOTICE);
    }

    private void over() {
        Hold last = hold;
        hold = null;
        news.add(new News(HoldChange.ENDED, last));
        store();
    }

    private void store() {
        try {
            memory.save(hold);
            stored = true;
        } catch (Journal.UnavailableException e) {
            if (stored) {
                LOG.warn("The hold of all runs is stored later: {}", e.getMessage());
            }
            stored = false;
        }
    }
}

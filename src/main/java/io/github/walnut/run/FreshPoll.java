package io.github.walnut.run;

import io.github.walnut.ups.UpsFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run waits for that goes on after a restart: mains may have come back while nobody looked.
 * Until each UPS that it depends on was polled once, or the time for that is over, nothing of it is
 * sent; nor while mains are back and only have to last a moment longer.
 *
 * @param until when the last known flags have to do; null when whoever watches the UPS tells that
 * @param since when the wait after a standstill began: until it is over, no step that waits loses
 *     time; else null
 * @param before when each of its UPSs was heard last before the restart
 */
record FreshPoll(Instant until, Instant since, Map<String, Instant> before) {

    private static final Duration LONGEST = Duration.ofSeconds(15);

    FreshPoll {
        before = new HashMap<>(before);
    }

    /** To be asked once, when the run is taken up again. */
    static void await(RunBook book, Instant now, PowerBoard power) {
        PowerBond bond = book.terms().power();
        if (!bond.bound() || book.run().committedAt() != null || book.run().state().terminal()) {
            return;
        }
        Map<String, Instant> heard = new HashMap<>();
        bond.watched(power).forEach(ups -> heard.put(ups.upsId(), ups.lastGoodAt()));
        book.awaitPoll(new FreshPoll(now.plus(LONGEST), null, heard));
    }

    /** The process stood still: mains may have come back, as while it was away. */
    static void stoodStill(RunBook book, Duration lost, Instant now) {
        boolean open = !book.run().state().terminal() && book.run().committedAt() == null;
        FreshPoll poll = book.freshPoll();
        if (poll != null && poll.timeStands()) {
            book.awaitPoll(new FreshPoll(null, poll.since().plus(lost), Map.of()));
        } else if (open && book.terms().power().bound()) {
            book.awaitPoll(new FreshPoll(null, now, Map.of()));
        }
    }

    /** The run waits for the first look after a standstill. */
    boolean timeStands() {
        return since != null;
    }

    static void advance(RunBook book, Instant now, PowerBoard power) {
        FreshPoll poll = book.freshPoll();
        if (poll == null) {
            return;
        }
        PowerBond bond = book.terms().power();
        if (poll.until() == null) {
            if (!power.awaits(book)) {
                StandstillRule.giveBack(book, poll.since(), now);
                book.awaitPoll(new FreshPoll(now, null, Map.of()));
                advance(book, now, power);
            }
        } else if (now.isBefore(poll.until()) && !poll.made(bond.watched(power).toList())) {
            book.wakeAt(poll.until());
        } else if (bond.returnedAt(power).filter(now::isBefore).isEmpty()) {
            book.awaitPoll(null);
        }
    }

    private boolean made(List<UpsFacts> watched) {
        return !watched.isEmpty() && watched.stream().allMatch(this::made);
    }

    private boolean made(UpsFacts ups) {
        Instant last = before.get(ups.upsId());
        return ups.reachable()
                && ups.lastGoodAt() != null
                && (last == null || ups.lastGoodAt().isAfter(last));
    }
}

package io.github.walnut.run;

import java.time.Instant;
import java.util.List;

/**
 * What is being done about a step in this process. Nothing of it outlives a restart: whatever a
 * resumed run needs stands in the step itself.
 *
 * @param notBefore when the next call is due, or null when at once
 * @param failures calls in a row that led nowhere
 * @param inDoubt the order may have been carried out although nobody answered
 * @param changed the target was seen in another state since the order was accepted
 * @param expect statuses that the driver named as confirmation, may be empty
 * @param pollSeconds between two readings
 * @param lastError of a call that will be tried again, or null
 * @param lastLook the reading after which a step times out
 * @param repeats the order led nowhere and is given again, unless the target got there by itself
 */
record Progress(
        Doing doing,
        Instant notBefore,
        int failures,
        boolean inDoubt,
        boolean changed,
        List<String> expect,
        int pollSeconds,
        String lastError,
        boolean lastLook,
        boolean repeats) {

    enum Doing {
        NOTHING,
        /** A question before the order is under way. */
        PROBING,
        /** Every precondition is good; only a slot is missing. */
        READY,
        /** The order itself is under way. */
        CALLING,
        /** The state is being read. */
        READING
    }

    static final int POLL_SECONDS = 2;
    static final Progress NEW =
            new Progress(
                    Doing.NOTHING,
                    null,
                    0,
                    false,
                    false,
                    List.of(),
                    POLL_SECONDS,
                    null,
                    false,
                    false);

    boolean dueAt(Instant now) {
        return notBefore == null || !notBefore.isAfter(now);
    }

    Progress doing(Doing next) {
        return new Progress(
                next,
                notBefore,
                failures,
                inDoubt,
                changed,
                expect,
                pollSeconds,
                lastError,
                lastLook,
                repeats);
    }

    /** Nothing under way; the next call not before {@code at}. */
    Progress pause(Instant at) {
        return new Progress(
                Doing.NOTHING,
                at,
                failures,
                inDoubt,
                changed,
                expect,
                pollSeconds,
                lastError,
                lastLook,
                repeats);
    }

    /** Back to the start, but for a question that is still under way. */
    Progress waiting() {
        return doing == Doing.PROBING ? this : NEW;
    }

    Progress failed(String error, boolean doubt) {
        return new Progress(
                doing,
                notBefore,
                failures + 1,
                inDoubt || doubt,
                changed,
                expect,
                pollSeconds,
                error,
                lastLook,
                repeats);
    }

    Progress doubtful() {
        return new Progress(
                doing,
                notBefore,
                failures,
                true,
                changed,
                expect,
                pollSeconds,
                lastError,
                lastLook,
                repeats);
    }

    Progress sawChange() {
        return new Progress(
                doing,
                notBefore,
                failures,
                inDoubt,
                true,
                expect,
                pollSeconds,
                lastError,
                lastLook,
                repeats);
    }

    Progress expecting(List<String> statuses, int seconds) {
        return new Progress(
                doing, notBefore, failures, inDoubt, changed, statuses, seconds, lastError, false,
                repeats);
    }

    Progress lookingLast() {
        return new Progress(
                doing,
                notBefore,
                failures,
                inDoubt,
                changed,
                expect,
                pollSeconds,
                lastError,
                true,
                repeats);
    }

    /** The order leaves. */
    Progress sending() {
        return new Progress(
                Doing.CALLING,
                notBefore,
                failures,
                inDoubt,
                changed,
                expect,
                pollSeconds,
                lastError,
                lastLook,
                false);
    }

    /** At this moment the state is read once more, and then the order is given again. */
    Progress repeating(Instant at, String why) {
        return new Progress(
                Doing.NOTHING,
                at,
                failures,
                inDoubt,
                false,
                List.of(),
                POLL_SECONDS,
                why,
                false,
                true);
    }
}

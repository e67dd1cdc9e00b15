package io.github.walnut.component.nut;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a poller remembers of one UPS between rounds. */
final class UpsWatch {

    static final long ALERT_MILLIS = 60_000;

    private static final List<String> FAST_SET =
            List.of(
                    UpsPoll.STATUS,
                    "battery.charge",
                    "battery.runtime",
                    "ups.load",
                    "input.voltage");

    private final String ups;
    private final List<String> fastSet = new ArrayList<>(List.of(UpsPoll.STATUS));
    private final SingleValues singleValues = new SingleValues();
    private long alertUntil = Long.MIN_VALUE;
    private long restUntil = Long.MIN_VALUE;
    private NutError refusal;

    UpsWatch(String ups) {
        this.ups = ups;
    }

    String ups() {
        return ups;
    }

    List<String> fastSet() {
        return List.copyOf(fastSet);
    }

    void dropFromFastSet(String variable) {
        fastSet.remove(variable);
    }

    SingleValues singleValues() {
        return singleValues;
    }

    void polled(UpsPoll poll, long now) {
        if (poll.good() && poll.kind() == PollKind.FULL) {
            fastSet.clear();
            fastSet.addAll(FAST_SET);
            fastSet.retainAll(keysOf(poll.variables()));
        }
        if (!poll.good() || poll.flags().alerting()) {
            alert(now);
        }
        if (!poll.good()
                && poll.error().errorClass() == NutErrorClass.SECURITY
                && resting(now) == null) {
            refusal = poll.error();
            restUntil = now + Backoff.SECURITY_MILLIS;
        }
    }

    /**
     * Why this UPS is not asked now: the server has refused it less than 30 s ago. Null when it may
     * be asked.
     */
    NutError resting(long now) {
        return now < restUntil ? refusal : null;
    }

    /** There is a reason to look closely; the effect lasts for a minute. */
    void alert(long now) {
        alertUntil = now + ALERT_MILLIS;
    }

    boolean alerted(long now) {
        return now < alertUntil;
    }

    private static List<String> keysOf(Map<String, String> variables) {
        return FAST_SET.stream().filter(variables::containsKey).toList();
    }
}

package io.github.walnut.virtual;

import io.github.walnut.ups.PollResult;
import io.github.walnut.ups.Sample;
import io.github.walnut.ups.UpsConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Polls virtual UPSs as real ones are polled: in full on a fixed grid, and fast in between while a
 * UPS deserves it. No answer is known only after the time that a client waits for one.
 */
final class VirtualPolls {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final VirtualTime time;
    private final UpsConfig config;
    private final UpsLine line;
    private final Predicate<String> alert;
    private final Consumer<PollResult> intake;

    /**
     * @param line null when the UPSs answer themselves
     */
    VirtualPolls(
            VirtualTime time,
            UpsConfig config,
            UpsLine line,
            Predicate<String> alert,
            Consumer<PollResult> intake) {
        this.time = time;
        this.config = config;
        this.line = line;
        this.alert = alert;
        this.intake = intake;
    }

    void start(Collection<VirtualUps> all) {
        int place = 0;
        for (VirtualUps ups : all) {
            full(ups, time.now().plusMillis(10L * ++place));
        }
    }

    private void full(VirtualUps ups, Instant at) {
        time.at(at, () -> poll(ups, Sample.Poll.FULL, at.plus(config.pollInterval())));
    }

    /**
     * @param nextFull place on the grid
     */
    private void poll(VirtualUps ups, Sample.Poll kind, Instant nextFull) {
        if (line != null) {
            intake.accept(line.ask(ups.id(), time.now(), kind));
            next(ups, nextFull);
            return;
        }
        switch (ups.fault()) {
            case NONE -> {
                intake.accept(
                        new PollResult.Good(
                                ups.id(),
                                time.now(),
                                kind,
                                ups.variables(time.now(), kind == Sample.Poll.FAST)));
                next(ups, nextFull);
            }
            case STALE -> failed(ups, "stale", "DATA-STALE", nextFull);
            case DRIVER_GONE -> failed(ups, "driver", "DRIVER-NOT-CONNECTED", nextFull);
            case CUT, GARBAGE -> failed(ups, "protocol", "PROTOCOL", nextFull);
            case SILENCE, SLOW ->
                    time.after(PATIENCE, () -> failed(ups, "tcp", "TIMEOUT", nextFull));
        }
    }

    private void failed(VirtualUps ups, String cause, String error, Instant nextFull) {
        intake.accept(new PollResult.Failed(ups.id(), time.now(), cause, error));
        next(ups, nextFull);
    }

    private void next(VirtualUps ups, Instant nextFull) {
        Instant grid = nextFull;
        while (!grid.isAfter(time.now())) {
            grid = grid.plus(config.pollInterval());
        }
        Instant due = grid;
        Instant soon = time.now().plus(config.fastInterval());
        if (!config.fastInterval().isZero() && soon.isBefore(due) && alert.test(ups.id())) {
            time.at(soon, () -> poll(ups, Sample.Poll.FAST, due));
        } else {
            full(ups, due);
        }
    }
}

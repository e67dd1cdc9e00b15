package io.github.walnut.virtual;

import io.github.walnut.ups.PollResult;
import io.github.walnut.ups.Sample;
import java.time.Instant;

/** Polls UPSs outside the laboratory in place of its own; no virtual time passes meanwhile. */
@FunctionalInterface
public interface UpsLine {

    /**
     * @param upsId as {@code name@server}
     */
    PollResult ask(String upsId, Instant at, Sample.Poll kind);
}

package io.github.walnut.bench;

import io.github.walnut.ups.Metric;
import io.github.walnut.ups.Sample;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsFacts.Holding;
import io.github.walnut.ups.UpsFacts.PowerSource;
import io.github.walnut.ups.UpsState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Facts as a poll leaves them. */
final class Polls {

    private Polls() {}

    /**
     * @param flag the only one
     * @param epoch of its entering
     */
    static UpsFacts facts(String ups, String flag, long epoch, Instant at) {
        UpsState state = UpsState.of(flag).orElseThrow();
        Sample sample =
                new Sample(
                        ups,
                        at,
                        1,
                        Sample.Poll.FULL,
                        Map.of(Metric.BATTERY_PERCENT, 90.0, Metric.LOAD_PERCENT, 30.0),
                        Set.of(flag),
                        flag,
                        Map.of("ups.status", flag),
                        List.of());
        return new UpsFacts(
                ups,
                Map.of(state, new Holding(at, epoch, false, "reported", false)),
                sample,
                at,
                true,
                null,
                state == UpsState.OB ? PowerSource.BATTERY : PowerSource.MAINS,
                null,
                0,
                0,
                0,
                0,
                false,
                at);
    }
}

package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.api.Live;
import io.github.walnut.api.LiveFeed;
import io.github.walnut.api.LiveLog;
import io.github.walnut.publish.Json;
import io.github.walnut.publish.UpsView;
import io.github.walnut.ups.Sample;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsFacts.Holding;
import io.github.walnut.ups.UpsFacts.PowerSource;
import io.github.walnut.ups.UpsIdentity;
import io.github.walnut.ups.UpsState;
import io.github.walnut.ups.UpsUpdate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

@Requirement("API-98")
class AnnouncerTest {

    private static final Instant START = Instant.parse("2026-05-02T08:00:00Z");

    private final AtomicLong told = new AtomicLong();
    private final Clock clock = Clock.fixed(START, ZoneOffset.UTC);
    private final Announcer announcer =
            new Announcer(
                    new LiveFeed(
                            new Live(
                                    told::incrementAndGet,
                                    new Json(),
                                    clock,
                                    Live.Limits.DEFAULT,
                                    LiveLog.NONE),
                            new Json(),
                            clock),
                    facts -> new UpsView(facts, null, null, UpsIdentity.UNKNOWN, null, 1),
                    Set.of("rack@lab"),
                    Observer.NOBODY);

    @Test
    void what_has_not_changed_is_told_once_a_second_and_a_change_at_once() {
        long before = told.get();
        for (int poll = 0; poll < 50; poll++) {
            announcer.updated(polled("OL", poll * 100L));
        }
        assertThat(told.get() - before).isEqualTo(6); // at 0, 0.9, 1.8, 2.7, 3.6 and 4.5 s

        announcer.updated(polled("OB", 4_950));
        announcer.updated(polled("OL", 4_960));
        assertThat(told.get() - before).isEqualTo(8);
    }

    @Test
    void a_clock_that_was_set_back_silences_nobody() {
        announcer.updated(polled("OL", 3_600_000));
        long before = told.get();

        announcer.updated(polled("OL", 0));

        assertThat(told.get() - before).isEqualTo(1);
    }

    private static UpsUpdate polled(String flag, long millis) {
        Instant at = START.plusMillis(millis);
        Sample sample =
                new Sample(
                        "rack@lab",
                        at,
                        1,
                        Sample.Poll.FAST,
                        Map.of(),
                        Set.of(flag),
                        flag,
                        Map.of("ups.status", flag),
                        List.of());
        UpsFacts facts =
                new UpsFacts(
                        "rack@lab",
                        Map.of(
                                UpsState.valueOf(flag),
                                new Holding(at, 1, false, "reported", false)),
                        sample,
                        at,
                        true,
                        null,
                        flag.equals("OB") ? PowerSource.BATTERY : PowerSource.MAINS,
                        null,
                        0,
                        0,
                        0,
                        0,
                        false,
                        at);
        return new UpsUpdate(facts, null, List.of(), List.of(), false, sample);
    }
}

package io.github.walnut.outages;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.LongForm;
import io.github.walnut.Requirement;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Outages in which trouble meets trouble: a store that is locked, full, slow or read-only, a
 * process that dies or stands still in it, and several policies that match at once. Each order goes
 * out once for each outage, and in time.
 */
class MeetingsTest {

    private static final int MANY = LongForm.Size.of(2_000, 20_000);

    @Test
    @Requirement({"EXE-42", "EXE-43", "EXE-44", "EXE-45", "EXE-94"})
    void each_order_goes_out_once_and_in_time_whatever_fails_together() {
        Seeds seeds = new Seeds(WorldMaker::meeting);
        List<Long> asked = Seeds.asked(MANY);
        assertThat(seeds.firstFailure(asked)).isEmpty();
        assertThat(seeds.demanded()).isGreaterThanOrEqualTo(asked.size() > 99 ? asked.size() : 0);
    }
}

package io.github.walnut.component.nut;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UpsWatchTest {

    private final UpsWatch watch = new UpsWatch("rack1");

    @Test
    @Requirement("NUT-42")
    void stays_alert_for_a_minute_after_the_last_cause() {
        watch.polled(good("OB"), 1000);
        assertThat(watch.alerted(60_999)).isTrue();
        watch.polled(good("OL"), 5000);
        assertThat(watch.alerted(60_999)).isTrue();
        assertThat(watch.alerted(61_000)).isFalse();
    }

    @Test
    @Requirement("NUT-42")
    void a_failed_poll_is_a_cause() {
        watch.polled(failed("DATA-STALE"), 0);

        assertThat(watch.alerted(1)).isTrue();
        assertThat(watch.resting(1)).isNull();
    }

    @Test
    @Requirement("NUT-42")
    void the_fast_set_is_what_the_last_full_poll_had_of_it() {
        assertThat(watch.fastSet()).containsExactly("ups.status");

        watch.polled(good("OL"), 0);

        assertThat(watch.fastSet()).containsExactly("ups.status", "ups.load");
    }

    @Test
    @Requirement("NUT-42")
    void drops_a_variable_that_is_not_there_any_more_but_not_the_status() {
        watch.polled(good("OL"), 0);
        NutAnswer unsupported = new NutAnswer.Failed(new NutError("VAR-NOT-SUPPORTED", "gone"));
        NutAnswer status = new NutAnswer.Text("OL", 5);

        UpsPoll withoutLoad =
                UpsQuestion.of(watch, PollKind.FAST).read(List.of(status, unsupported), 0, 9);

        assertThat(withoutLoad.variables()).isEqualTo(Map.of("ups.status", "OL"));
        assertThat(withoutLoad.at()).isEqualTo(5);
        assertThat(watch.fastSet()).containsExactly("ups.status");
        UpsPoll withoutStatus =
                UpsQuestion.of(watch, PollKind.FAST).read(List.of(unsupported), 0, 9);
        assertThat(withoutStatus.error().word()).isEqualTo("VAR-NOT-SUPPORTED");
        assertThat(watch.fastSet()).containsExactly("ups.status");
    }

    @Test
    @Requirement("NUT-42")
    void a_fast_poll_is_whole_or_failed() {
        watch.polled(good("OL"), 0);
        NutAnswer stale = new NutAnswer.Failed(new NutError("DATA-STALE", "stale"));

        UpsPoll poll =
                UpsQuestion.of(watch, PollKind.FAST)
                        .read(List.of(new NutAnswer.Text("OL", 5), stale), 0, 9);

        assertThat(poll.error().word()).isEqualTo("DATA-STALE");
        assertThat(poll.variables()).isEmpty();
    }

    private static UpsPoll good(String status) {
        return new UpsPoll(
                "rack1", PollKind.FULL, Map.of("ups.status", status, "ups.load", "1"), null, 0, 0);
    }

    private static UpsPoll failed(String word) {
        return new UpsPoll("rack1", PollKind.FULL, new NutError(word, word), 0);
    }
}

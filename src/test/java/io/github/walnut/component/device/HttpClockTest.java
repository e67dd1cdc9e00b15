package io.github.walnut.component.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultMessage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpClockTest {

    private static final Instant ASKED = Instant.parse("2026-03-04T10:00:00.900Z");
    private static final Instant ANSWERED = Instant.parse("2026-03-04T10:00:03.100Z");

    @ParameterizedTest
    @Requirement("POL-89")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                    Wed, 04 Mar 2026 10:00:00 GMT | -  | PT0S
                    Wed, 04 Mar 2026 10:00:03 GMT | -  | PT0S
                    Wed, 04 Mar 2026 10:01:03 GMT | -  | PT59.9S
                    Wed, 04 Mar 2026 09:00:00 GMT | -  | PT-59M-59.9S
                    Wed, 04 Mar 2026 09:00:00 GMT | 30 | -
                    yesterday                     | -  | -
                    -                             | -  | -
                    """)
    void a_date_tells_how_far_the_clock_of_a_host_is_off_at_least(
            String date, String age, Duration skew) {
        Message answer = new DefaultMessage(new DefaultCamelContext());
        if (date != null) {
            answer.setHeader("Date", date);
        }
        if (age != null) {
            answer.setHeader("Age", age);
        }

        assertThat(HttpClock.skew(answer, ASKED, ANSWERED).orElse(null)).isEqualTo(skew);
    }
}

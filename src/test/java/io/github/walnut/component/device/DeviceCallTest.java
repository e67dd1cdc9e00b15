package io.github.walnut.component.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.walnut.Requirement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeviceCallTest {

    @Test
    @Requirement("INT-37")
    void a_write_is_recorded_always_and_sent_on_execute_only() throws Exception {
        DeviceCall dry = call(false, Duration.ofSeconds(10));
        assertThat(dry.mayWrite("cli", "poweroff")).isFalse();
        assertThat(dry.plan()).containsExactly("poweroff");
        assertThat(dry.sent()).isFalse();

        DeviceCall executing = call(true, Duration.ofSeconds(10));
        assertThat(executing.mayWrite("cli", "poweroff")).isTrue();
        assertThat(executing.sent()).isTrue();
        assertThat(executing.planKind()).isEqualTo("cli");
    }

    @Test
    @Requirement("INT-37")
    void the_twenty_first_write_of_a_call_stops_it() throws Exception {
        DeviceCall call = call(true, Duration.ofSeconds(10));
        for (int i = 0; i < 20; i++) {
            call.mayWrite("api", i);
        }
        DeviceException stopped =
                catchThrowableOfType(DeviceException.class, () -> call.mayWrite("api", 20));
        assertThat(stopped.errorClass()).isEqualTo("internal");
        assertThat(call.plan()).hasSize(20);
    }

    @Test
    @Requirement("INT-35")
    void a_call_whose_time_is_over_sends_nothing_more() {
        DeviceCall call = call(true, Duration.ZERO);
        DeviceException late =
                catchThrowableOfType(DeviceException.class, () -> call.left(Duration.ofSeconds(1)));
        assertThat(late.errorClass()).isEqualTo("timeout");
    }

    @Test
    @Requirement("INT-45")
    void the_words_of_a_target_are_cleaned_and_cut() {
        DeviceException failure =
                DeviceException.of("target_failed", "x", "It failed.")
                        .remote("\u001b[31mred\u0007\n" + "y".repeat(1000));
        assertThat(failure.details().get("remote").toString()).startsWith("red y").hasSize(300);
    }

    private static DeviceCall call(boolean executing, Duration limit) {
        return new DeviceCall(
                new DeviceConnection("nas", "1", Map.of(), Map.of(), field -> null),
                executing,
                false,
                limit,
                1024);
    }
}

package io.github.walnut.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.walnut.Requirement;
import io.github.walnut.run.ErrorClass;
import org.junit.jupiter.api.Test;

@Requirement("INT-4")
class ReadGateTest {

    private final ReadGate gate = new ReadGate();

    @Test
    void a_host_is_read_twice_at_once_and_not_thrice() throws Exception {
        gate.enter("a", 10);
        gate.enter("a", 10);
        assertThat(refusal("a").asError().errorClass()).isEqualTo(ErrorClass.UNAVAILABLE);
        gate.leave("a");
        gate.enter("a", 10);
    }

    @Test
    void thirty_two_reads_run_at_once_over_all_hosts() throws Exception {
        for (int i = 0; i < 32; i++) {
            gate.enter("host-" + i, 10);
        }
        assertThat(refusal("one-more")).isNotNull();
        gate.leave("host-0");
        gate.enter("one-more", 10);
    }

    private DriverFailure refusal(String host) {
        return catchThrowableOfType(DriverFailure.class, () -> gate.enter(host, 10));
    }
}

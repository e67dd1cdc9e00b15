package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.run.Journal;
import io.github.walnut.run.StepState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WarmUpTest {

    private final List<Journal.Entry> rehearsed = new ArrayList<>();

    @Test
    @Requirement("OPS-91")
    void a_made_up_outage_goes_through_to_its_end() {
        try (WarmUp warmUp = new WarmUp(() -> false, rehearsed::add)) {
            warmUp.play();
        }
        assertThat(rehearsed).hasSize(1);
        assertThat(rehearsed.get(0).run().result()).isEqualTo("succeeded");
        assertThat(rehearsed.get(0).steps())
                .hasSize(120)
                .allMatch(step -> step.state() == StepState.CONFIRMED);
    }

    @Test
    @Requirement("OPS-91")
    void nothing_is_played_while_a_real_outage_is_open() {
        try (WarmUp warmUp = new WarmUp(() -> true, rehearsed::add)) {
            warmUp.play();
        }
        assertThat(rehearsed).isEmpty();
    }
}

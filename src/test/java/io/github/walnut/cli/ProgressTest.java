package io.github.walnut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final StringWriter err = new StringWriter();

    @Test
    @Requirement("OPS-40")
    void one_line_is_written_over_and_left() {
        try (Progress progress = new Progress(new PrintWriter(err), Progress.Form.OVERWRITTEN)) {
            progress.at("Checking", 0.099);
            progress.at("Checking", 0.0991);
            progress.at("Sent", 1);
        }
        assertThat(err).hasToString("\rChecking 9 %\rSent 100 %  " + System.lineSeparator());
    }

    @Test
    @Requirement("OPS-40")
    void where_no_terminal_is_it_is_a_line_for_each_tenth() {
        try (Progress progress = new Progress(new PrintWriter(err), Progress.Form.LINES)) {
            progress.at("Sending", 0.01);
            progress.at("Sending", 0.09);
            progress.at("Sending", 0.55);
            progress.at("Sending", 1);
        }
        assertThat(err.toString().lines())
                .containsExactly("Sending 0 %", "Sending 50 %", "Sending 100 %");
    }

    @Test
    void nothing_is_written_where_nobody_looks() {
        try (Progress progress = new Progress(new PrintWriter(err), Progress.Form.NONE)) {
            progress.at("Checking", 0.5);
        }
        assertThat(err.toString()).isEmpty();
    }
}

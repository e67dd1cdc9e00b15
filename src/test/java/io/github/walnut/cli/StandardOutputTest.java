package io.github.walnut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StandardOutputTest {

    private static StandardOutput failing(String why) {
        return new StandardOutput(
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException(why);
                    }
                });
    }

    @Test
    @Requirement("OPS-40")
    void what_is_printed_is_utf_8_in_every_locale() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StandardOutput output = new StandardOutput(bytes);
        output.writer().println("Büro …");

        assertThat(bytes.toByteArray())
                .isEqualTo(("Büro …" + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
        assertThat(output.failed()).isFalse();
    }

    @Test
    @Requirement("OPS-40")
    void a_result_that_is_not_written_is_a_failure_with_a_reason() {
        StandardOutput output = failing("No space left on device");
        PrintWriter writer = output.writer();
        writer.println("lost");

        assertThat(writer.checkError()).isTrue();
        assertThat(output.failed()).isTrue();
        assertThat(output.reason()).isEqualTo("No space left on device");
    }

    @Test
    @Requirement("OPS-40")
    void of_a_reader_that_has_gone_nothing_is_said() {
        StandardOutput output = failing("Broken pipe");
        output.writer().println("lost");

        assertThat(output.failed()).isTrue();
        assertThat(output.reason()).isNull();
    }
}

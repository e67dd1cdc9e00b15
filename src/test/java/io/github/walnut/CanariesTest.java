package io.github.walnut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The look for secrets over the whole run finds each that was put where none may be. */
@Requirement("SEC-44")
class CanariesTest {

    private static final String PLANTED = "canary-planted-1";

    /** Through a logger of their own, so that the planted ones stay out of what others keep. */
    @Test
    void in_any_line_of_the_log() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        assertThat(root.isAttached(CanaryWatch.log())).isTrue();
        Logger logger = (Logger) LoggerFactory.getLogger("walnut.test.planted");
        logger.setAdditive(false);
        logger.addAppender(CanaryWatch.log());
        logger.info("PASSWORD {}", PLANTED);
        logger.warn("away", new IOException("outer", new IOException("?password=" + PLANTED)));
        MDC.put("host", PLANTED);
        logger.info("a clean text");
        MDC.remove("host");
        assertThat(CanaryWatch.log().drained())
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).contains(PLANTED));
    }

    @Test
    void in_a_frame() {
        CanaryWatch.heard("a frame", "{\"reason\":\"" + PLANTED + "\"}");
        assertThat(CanaryWatch.log().drained()).hasSize(1);
    }

    @Test
    void in_base64_wherever_it_begins() {
        for (String before : new String[] {"", "a", "ab", "user:", "a longer user:"}) {
            byte[] bytes = (before + PLANTED).getBytes(StandardCharsets.UTF_8);
            String header = "Basic " + Base64.getEncoder().encodeToString(bytes);
            assertThatThrownBy(() -> Canaries.check("an answer", header))
                    .as(header)
                    .hasMessageStartingWith("a secret in an answer");
        }
    }

    @Test
    void in_a_file_of_an_archive() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("log.txt"));
            zip.write(("x\n" + PLANTED).getBytes(StandardCharsets.UTF_8));
        }
        assertThatThrownBy(() -> Canaries.checkArchive("archive", bytes.toByteArray()))
                .hasMessageContaining("archive, log.txt")
                .hasMessageContaining(PLANTED);
        assertThatThrownBy(() -> Canaries.checkArchive("archive", new byte[] {1, 2}))
                .hasMessageContaining("without files");
    }

    @Test
    void in_the_arguments_of_a_process() throws Exception {
        Process process =
                new ProcessBuilder("sh", "-c", "read line; exit 0", "--password=" + PLANTED)
                        .start();
        try {
            assertThatThrownBy(() -> Canaries.checkArguments(process.toHandle()))
                    .hasMessageContaining(PLANTED);
        } finally {
            process.getOutputStream().close();
            assertThat(process.waitFor(TestLimits.WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void and_nothing_else() {
        Canaries.check("a text", "canaries, a canary, canary-, password=***, Y2FuYXJp");
    }
}

package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProcessKeysTest {

    /** Prints every variable and property that is left, its own and those of a child. */
    static final class Forgetful {
        public static void main(String[] arguments) throws IOException, InterruptedException {
            ProcessKeys.forget();
            System.getenv().forEach((name, value) -> System.out.println(name + "=" + value));
            System.out.println(System.getProperties());
            ProcessBuilder child = new ProcessBuilder("env");
            System.out.println(child.environment().size() + " variables");
            Process process = child.redirectErrorStream(true).start();
            process.getInputStream().transferTo(System.out);
            process.waitFor();
        }
    }

    @Test
    @Requirement("SEC-41")
    void nothing_of_ours_is_left_in_the_environment() throws Exception {
        ProcessBuilder forgetful =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dwalnut.db.key=canary-4",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Forgetful.class.getName());
        forgetful.environment().put("WALNUT_DB_KEY", "canary-1");
        forgetful.environment().put("WALNUT_JWT_SECRET_FILE", "canary-2");
        forgetful.environment().put("NUT_PASSWORD", "canary-3");
        forgetful.environment().put("OF_OTHERS", "stays");
        Process process = forgetful.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("OF_OTHERS=stays", "PATH=").doesNotContain("canary");
    }
}

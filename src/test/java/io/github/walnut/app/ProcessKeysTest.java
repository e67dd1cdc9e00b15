package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessKeysTest {

    /** Prints every property that is left. */
    static final class Forgetful {
        public static void main(String[] arguments) {
            ProcessKeys.forget();
            System.out.println(System.getProperties());
        }
    }

    @Test
    @Requirement("SEC-41")
    void no_secret_is_left_in_the_properties_and_one_in_the_environment_is_warned_of()
            throws Exception {
        ProcessBuilder forgetful =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dwalnut.db.key=canary-1",
                        "-Dwalnut.mqtt.password=canary-2",
                        "-Dof.others=stays",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Forgetful.class.getName());
        forgetful.environment().put("WALNUT_NUT_PASSWORD", "canary-3");
        forgetful.environment().put("WALNUT_JWT_SECRET_FILE", "/canary-4");
        Process process = forgetful.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said)
                .contains(
                        "of.others=stays", "WALNUT_NUT_PASSWORD: whoever may look at this process")
                .doesNotContain("canary", "WALNUT_JWT_SECRET");
    }

    @Test
    @Requirement("SEC-41")
    void names_of_files_are_no_secrets() {
        assertThat(
                        ProcessKeys.exposed(
                                Map.of("WALNUT_DB_KEY_FILE", "/a", "WALNUT_TOKEN", "b", "C", "d")))
                .containsExactly("WALNUT_TOKEN");
    }
}

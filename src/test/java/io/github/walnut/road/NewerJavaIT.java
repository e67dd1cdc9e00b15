package io.github.walnut.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.peers.RealPeer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same package on a JDK that warns of native libraries. */
@RealPeer(NewerJavaIT.JAVA_HOME + "/bin/java")
class NewerJavaIT {

    static final String JAVA_HOME = "/usr/lib/jvm/temurin-25-jdk-amd64";

    @TempDir private Path folder;

    @Test
    void the_server_runs_on_java_25_without_a_warning() throws Exception {
        try (RunningWalnut walnut =
                RunningWalnut.installed(
                        folder, Map.of("JAVA_HOME", JAVA_HOME, "WALNUT_NUT_ENABLED", "false"))) {
            assertThat(walnut.get("health").path("status").asText()).isEqualTo("ok");
            assertThat(walnut.done("system", "health").out()).contains("ok");
            walnut.stop();
            assertThat(walnut.log()).doesNotContain("WARNING:");
            assertThat(walnut.everythingSaid()).doesNotContain("WARNING:");
        }
    }
}

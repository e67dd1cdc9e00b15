package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launch script answers a health check itself while all is well; there is no Java for it here.
 */
class HealthProbeTest {

    private static final int NO_JAVA = 78;

    @TempDir private Path folder;

    private record Said(int exit, String text) {}

    private Said script(String port, Map<String, String> more) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder("src/main/dist/bin/walnut", "system", "health")
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(name -> name.startsWith("WALNUT_"));
        builder.environment().put("JAVA_HOME", folder.resolve("nothing").toString());
        builder.environment().put("WALNUT_HOME", Path.of("src/main/dist").toAbsolutePath() + "");
        builder.environment().put("WALNUT_CONFIG_DIR", folder.resolve("conf").toString());
        builder.environment().put("WALNUT_HTTP_PORT", port);
        builder.environment().putAll(more);
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }

    @Test
    @Requirement("OPS-81")
    void a_server_that_works_is_found_without_java_and_told_in_the_same_words() throws Exception {
        try (HomeServer home = new HomeServer(folder, Map.of())) {
            String port = Integer.toString(home.address("").getPort());
            await().atMost(TestLimits.WAIT)
                    .untilAsserted(() -> assertThat(script(port, Map.of()).exit()).isZero());
            StringWriter text = new StringWriter();
            PrintWriter out = new PrintWriter(text);
            assertThat(home.cli(out, out, List.of("system", "health"))).isZero();
            assertThat(script(port, Map.of()).text()).isEqualTo(text.toString());

            for (Map<String, String> only :
                    List.of(
                            Map.of("WALNUT_SERVER", "http://127.0.0.1:" + port),
                            Map.of("WALNUT_TLS_CERT_FILE", "/some.pem"),
                            Map.of("WALNUT_HTTP_HOST", "::1"),
                            Map.of("WALNUT_JAVA_OPTS", "-Dwalnut.http.port=1"))) {
                assertThat(script(port, only)).as(only.toString()).isEqualTo(left());
            }
            Files.createDirectories(folder.resolve("conf/conf.d"));
            Files.writeString(
                    folder.resolve("conf/conf.d/10.properties"), "walnut.http.port=8000\n");
            assertThat(script(port, Map.of())).isEqualTo(left());
            Files.writeString(
                    folder.resolve("conf/conf.d/10.properties"), "#walnut.http.port=8000\n");
            assertThat(script(port, Map.of()).exit()).isZero();
            home.stop();
            assertThat(script(port, Map.of())).isEqualTo(left());
        }
    }

    /** It was left to Java. */
    private static Said left() {
        return new Said(NO_JAVA, "");
    }
}

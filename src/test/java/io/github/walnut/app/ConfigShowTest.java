package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.JSON;
import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code walnut config show} says beside a server in which people have changed settings. */
class ConfigShowTest {

    @TempDir private Path folder;

    private static String shown(HomeServer home, Map<String, String> more) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text, true);
        assertThat(home.cli(more, out, out, "config", "show", "--origin"))
                .as(text::toString)
                .isZero();
        return text.toString();
    }

    @Test
    @Requirement("OPS-2")
    void what_is_stored_is_shown_unless_a_stronger_source_says_otherwise() throws Exception {
        try (HomeServer home = new HomeServer(folder, Map.of())) {
            done(home.send("PATCH", "api/settings/polling", "{\"dead_time\":\"20s\"}", JSON));
            done(
                    home.send(
                            "PATCH",
                            "api/settings/mqtt",
                            "{\"username\":\"walnut\",\"password\":\"canary-of-the-broker\"}",
                            JSON));
            assertThat(shown(home, Map.of()))
                    .containsPattern("walnut.poll.dead-time +20s +stored")
                    .containsPattern("walnut.mqtt.username +walnut +stored")
                    .containsPattern("walnut.mqtt.password +\\*\\*\\* +stored")
                    .containsPattern("walnut.poll.heartbeat-timeout +30s +default")
                    .doesNotContain("canary");
            assertThat(shown(home, Map.of("WALNUT_DEAD_TIME", "25")))
                    .containsPattern("walnut.poll.dead-time +25 +environment");
            assertThat(shown(home, Map.of("WALNUT_DB_KEY", "Another-key-4-the-database!-0123456")))
                    .contains("warning: what is stored is left out: the database key does not open")
                    .containsPattern("walnut.poll.dead-time +15s +default");
        }
    }
}

package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts at addresses where none may be. */
class EgressNewsTest {

    private static final String HTTP =
            "{\"type_id\":\"generic.http\",\"name\":\"%s\",\"config\":{\"base_url\":\"%s\"}}";

    @TempDir private Path folder;

    @Test
    @Requirement("SEC-53")
    void a_host_is_neither_saved_nor_reached_where_none_may_be() throws Exception {
        try (HomeServer walnut = new HomeServer(folder, Map.of())) {
            for (String url :
                    new String[] {
                        "http://169.254.169.254/latest",
                        "http://metadata.google.internal/",
                        "http://0x7f000001/",
                        "http://[::ffff:169.254.169.254]/",
                        "http://10.0.0.5/"
                    }) {
                HomeServer.Answer refused =
                        walnut.post("api/integrations", HTTP.formatted("meta", url));
                assertThat(refused.status()).as(url).isEqualTo(400);
                assertThat(refused.json().path("code").asText()).isEqualTo("validation");
                assertThat(refused.json().at("/errors/0/pointer").asText())
                        .isEqualTo("/config/base_url");
            }
            JsonNode own =
                    done(
                            walnut.post(
                                    "api/integrations",
                                    HTTP.formatted("own", walnut.address("").toString())));
            JsonNode tested =
                    done(walnut.post("api/integrations/" + own.path("id").asText() + "/test", ""));
            assertThat(tested.toString()).contains("walNUT itself listens there");
            await().atMost(TestLimits.WAIT)
                    .until(() -> walnut.events("egress_refused").size() == 1);
            assertThat(walnut.events("egress_refused").get(0).at("/subject/id").asText())
                    .isEqualTo("127.0.0.1");
            assertThat(walnut.getAs("metrics", "text/plain").text())
                    .containsPattern("walnut_egress_refused_total [1-9]");
        }
    }
}

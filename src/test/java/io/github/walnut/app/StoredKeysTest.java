package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredKeysTest {

    @TempDir Path folder;

    @Test
    @Requirement({"API-9", "API-99"})
    void one_key_has_one_effect_at_once_and_over_a_restart() throws Exception {
        String body =
                "{\"until\":\"%s\",\"reason\":\"new fan\"}"
                        .formatted(Instant.now().plus(1, ChronoUnit.HOURS));
        try (HomeServer walnut = new HomeServer(folder, Map.of())) {
            List<CompletableFuture<HomeServer.Answer>> sent =
                    IntStream.range(0, 20)
                            .mapToObj(i -> CompletableFuture.supplyAsync(() -> open(walnut, body)))
                            .toList();
            String made =
                    sent.stream()
                            .map(CompletableFuture::join)
                            .filter(answer -> answer.status() == 201)
                            .findFirst()
                            .orElseThrow()
                            .text();
            assertThat(windows(walnut)).isEqualTo(1);

            walnut.restart(Map.of());
            assertThat(open(walnut, body).text()).isEqualTo(made);
            assertThat(windows(walnut)).isEqualTo(1);
        }
    }

    private static HomeServer.Answer open(HomeServer walnut, String body) {
        return walnut.send("POST", "api/maintenance", body, HomeServer.JSON, "twenty-at-once");
    }

    private static int windows(HomeServer walnut) {
        return HomeServer.done(walnut.get("api/maintenance")).get("items").size();
    }
}

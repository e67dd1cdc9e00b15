package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.walnut.Requirement;
import io.github.walnut.inventory.Host;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostSourcesTest {

    private static Host host(String id, Map<String, Object> config, boolean enabled) {
        return new Host(
                id,
                1,
                id,
                "generic.ssh",
                config,
                Map.of(),
                enabled,
                Host.State.CONNECTED,
                null,
                false);
    }

    @Test
    @Requirement("NUT-78")
    void a_host_is_known_by_its_address_and_by_what_its_name_stands_for() {
        List<Host> hosts =
                List.of(
                        host("a", Map.of("host", "10.0.0.5"), true),
                        host("b", Map.of("base_url", "https://10.0.0.5:8443/x"), true),
                        host("c", Map.of("host", "10.0.0.5"), false),
                        host("d", Map.of("host", "localhost"), true),
                        host("e", Map.of(), true));
        try (HostSources sources = new HostSources(() -> hosts)) {
            assertThat(sources.at("10.0.0.5")).containsExactly("a", "b");
            assertThat(sources.at("127.0.0.1")).isEmpty();
            sources.watch();
            await().until(() -> sources.at("127.0.0.1").equals(List.of("d")));
            assertThat(sources.at("")).isEmpty();
        }
    }
}

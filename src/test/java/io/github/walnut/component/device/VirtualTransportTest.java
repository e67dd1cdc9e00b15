package io.github.walnut.component.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.walnut.Requirement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Virtual targets under a clock that the test drives. */
@Requirement("DRV-25.1")
class VirtualTransportTest {

    private final AtomicLong now = new AtomicLong(1_000);
    private final Map<String, String> saved = new HashMap<>();
    private VirtualTransport transport = new VirtualTransport(now::get, states());

    @Test
    void a_change_shows_when_its_latency_is_over_and_not_before() throws Exception {
        Map<String, Object> block =
                Map.of("vms", List.of("web"), "latency", Map.of("shutdown", "500"));
        change(block, "vm:web", "shutdown");
        now.addAndGet(499);
        assertThat(status(block, "vm:web")).isEqualTo("running");
        now.addAndGet(1);
        assertThat(status(block, "vm:web")).isEqualTo("stopped");
    }

    @Test
    void what_runs_on_a_host_stops_with_it() throws Exception {
        Map<String, Object> block = Map.of("vm_count", 1, "outlet_count", 1);
        change(block, "host:lab", "shutdown");
        assertThat(status(block, "vm:101")).isEqualTo("stopped");
        assertThat(status(block, "outlet:1")).isEqualTo("on");
        assertThat(status(block, "host:lab")).isEqualTo("down");
    }

    @Test
    void states_outlive_the_process_where_they_are_saved() throws Exception {
        Map<String, Object> block = Map.of("vms", List.of("web"));
        change(block, "vm:web", "shutdown");
        assertThat(status(block, "vm:web")).isEqualTo("stopped");

        transport = new VirtualTransport(now::get, states());
        assertThat(status(block, "vm:web")).isEqualTo("stopped");
    }

    @Test
    void a_target_that_hangs_or_lies_accepts_and_never_changes() throws Exception {
        Map<String, Object> hanging = Map.of("vms", List.of("web"), "hang", List.of("vm:web"));
        change(hanging, "vm:web", "shutdown");
        assertThat(status(hanging, "vm:web")).isEqualTo("running");

        Map<String, Object> lying = Map.of("vms", List.of("web"), "lie_rate", 1);
        change(lying, "vm:web", "shutdown");
        assertThat(status(lying, "vm:web")).isEqualTo("running");
    }

    @Test
    void a_hidden_target_is_not_listed_and_a_missing_one_not_found() throws Exception {
        Map<String, Object> block = Map.of("vms", List.of("web", "db"), "hidden", List.of("vm:db"));
        assertThat(status(block, "vm:db")).isNull();
        DeviceException missing =
                catchThrowableOfType(
                        DeviceException.class, () -> change(block, "vm:none", "shutdown"));
        assertThat(missing.errorClass()).isEqualTo("not_found");
    }

    private void change(Map<String, Object> block, String target, String verb)
            throws DeviceException {
        send(block, Map.of("op", "change", "target", target, "verb", verb));
    }

    private String status(Map<String, Object> block, String target) throws DeviceException {
        for (JsonNode item : send(block, Map.of("op", "read")).path("targets")) {
            if (item.path("id").asText().equals(target)) {
                return item.path("status").asText();
            }
        }
        return null;
    }

    private JsonNode send(Map<String, Object> block, Map<String, Object> request)
            throws DeviceException {
        DeviceConnection lab =
                new DeviceConnection("lab", "1", Map.of("virtual", block), Map.of(), field -> null);
        return transport
                .prepare(new ObjectMapper().valueToTree(request), lab.settings("virtual"))
                .send(new DeviceCall(lab, true, false, Duration.ofSeconds(10), 1024));
    }

    private VirtualStates states() {
        return new VirtualStates() {
            @Override
            public Map<String, String> load(String hostId) {
                return Map.copyOf(saved);
            }

            @Override
            public void save(String hostId, Map<String, String> statuses) {
                saved.putAll(statuses);
            }
        };
    }
}

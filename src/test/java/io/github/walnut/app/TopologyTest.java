package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.JSON;
import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How things hang together, and what people say of targets, on a whole server. */
class TopologyTest {

    private static final Duration SOON = TestLimits.WAIT;
    private static final String GRAPH =
            """
            {"nodes":[{"id":"u","kind":"ups","ref":"rack1","name":"Rack 1"},{"id":"p","kind":"pdu"},
                      {"id":"s","kind":"switch","ref":"gear"},{"id":"h","kind":"host","ref":"lab"},
                      {"id":"v","kind":"target","ref":"lab/vm:web"}],
             "links":[{"from":"u","to":"p","kind":"power"},{"from":"p","to":"h","kind":"power"},
                      {"from":"s","to":"h","kind":"network"},{"from":"h","to":"v","kind":"runs_on"}%s],
             "feeds":[{"host_id":"lab","sources":["%s"],"need":1}]}
            """;

    @TempDir private Path folder;
    private HomeServer walnut;

    @BeforeEach
    void start() throws Exception {
        walnut = new HomeServer(folder, Map.of());
        walnut.virtualHost("lab", List.of("web", "db"));
        walnut.virtualHost("gear", List.of("none"));
        await().atMost(SOON).until(() -> walnut.get("api/ups").json().toString().contains("rack1"));
    }

    @AfterEach
    void stop() {
        walnut.close();
    }

    private String target() {
        return done(walnut.get("api/hosts/lab/inventory?type=vm&q=web")).at("/items/0/id").asText();
    }

    private HomeServer.Answer put(String body) {
        return walnut.send("PUT", "api/topology", body, JSON);
    }

    @Test
    @Requirement({"API-62", "API-8"})
    void a_topology_is_stored_as_a_whole_and_is_where_hosts_get_their_feeds_from() {
        String graph = GRAPH.replace("vm:web", target());
        JsonNode stored = done(put(graph.formatted("", "rack1")));
        assertThat(stored.path("nodes")).hasSize(5);
        assertThat(stored.at("/nodes/1/name").asText()).isEqualTo("p");
        assertThat(done(walnut.get("api/topology"))).isEqualTo(stored);
        JsonNode host = done(walnut.get("api/hosts/lab"));
        assertThat(host.at("/feeds/0").asText()).startsWith("rack1@");
        assertThat(stored.path("nodes").findValuesAsText("ref"))
                .contains(host.at("/feeds/0").asText());
        assertThat(host.path("feeds_need").asInt()).isEqualTo(1);

        done(walnut.send("PATCH", "api/integrations/lab", "{\"feeds\":[]}", JSON));
        JsonNode later = done(walnut.get("api/topology"));
        assertThat(later.path("feeds")).isEmpty();
        assertThat(later.path("version").asInt()).isGreaterThan(stored.path("version").asInt());
    }

    @Test
    @Requirement("API-62")
    void what_does_not_exist_or_goes_in_circles_is_refused_with_all_findings() {
        String bad =
                GRAPH.replace("vm:web", "vm:none")
                        .formatted(",{\"from\":\"h\",\"to\":\"u\",\"kind\":\"power\"}", "rack9");
        HomeServer.Answer refused = put(bad);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("code").asText()).isEqualTo("topology_invalid");
        assertThat(refused.json().path("errors").findValuesAsText("code"))
                .containsExactlyInAnyOrder("unknown_ref", "unknown_ups", "cycle", "cycle", "cycle");
        assertThat(done(walnut.get("api/topology")).path("nodes")).isEmpty();
        assertThat(
                        put("{\"nodes\":[],\"links\":[],\"feeds\":[{\"host_id\":\"lab\",\"sources\":[\"rack1\"],\"need\":2}]}")
                                .status())
                .isEqualTo(400);
    }

    @Test
    @Requirement("API-62")
    void findings_tell_of_hosts_without_a_feed_and_of_paths_that_go_before_their_hosts() {
        done(put(GRAPH.replace("vm:web", target()).formatted("", "rack1")));
        walnut.created(
                """
                version: "2.0"
                name: Dark
                enabled: true
                trigger: {type: ups.state, equals: OB, for: 30s}
                actions:
                  - {host_id: gear, capability: power.control, verb: shutdown, stage: 0}
                  - {host_id: lab, capability: power.control, verb: shutdown, stage: 1}
                """);
        JsonNode items = done(walnut.get("api/topology/findings")).path("items");
        assertThat(items.findValuesAsText("code"))
                .as(items.toString())
                .containsExactlyInAnyOrder("host_without_feed", "path_lost");
        assertThat(items.toString()).contains("'gear' off before 'lab'");
    }

    @Test
    @Requirement({"INT-26", "INT-33", "INT-53"})
    void what_people_say_of_a_target_wins_and_outlives_the_next_reading() {
        String path = "api/hosts/lab/targets/" + target().replace(":", "%3A");
        JsonNode marked =
                done(
                        walnut.send(
                                "PATCH",
                                path,
                                "{\"labels\":{\"tier\":\"gold\"},\"protected\":true,\"notes\":\"keep\"}",
                                JSON));
        assertThat(marked.at("/labels/tier").asText()).isEqualTo("gold");
        assertThat(marked.path("protected").asBoolean()).isTrue();
        done(walnut.get("api/hosts/lab/inventory?refresh=full"));
        JsonNode found = done(walnut.get("api/targets?label=tier:gold"));
        assertThat(found.path("items").findValuesAsText("name")).containsExactly("web");
        assertThat(found.at("/items/0/notes").asText()).isEqualTo("keep");
        assertThat(found.at("/items/0/host_id").asText()).isEqualTo("lab");

        JsonNode plain =
                done(
                        walnut.send(
                                "PATCH",
                                path,
                                "{\"labels\":{\"tier\":null},\"protected\":null,\"notes\":null}",
                                JSON));
        assertThat(plain.path("labels").has("tier")).isFalse();
        assertThat(plain.path("protected").asBoolean()).isFalse();
        assertThat(plain.path("notes").isNull()).isTrue();

        assertThat(done(walnut.get("api/targets?limit=2")).path("next_cursor").isNull()).isFalse();
        assertThat(done(walnut.get("api/targets?type=vm&q=DB")).path("items")).hasSize(1);
        assertThat(
                        walnut.send(
                                        "PATCH",
                                        "api/hosts/lab/targets/vm%3Anone",
                                        "{\"self\":true}",
                                        JSON)
                                .status())
                .isEqualTo(404);
        assertThat(
                        walnut.send(
                                        "PATCH",
                                        "api/hosts/lab/targets/host%3Alab",
                                        "{\"self\":true}",
                                        JSON)
                                .status())
                .isEqualTo(400);
    }
}

package io.github.walnut.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.Requirement;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PolicyPublicationsTest {

    private static final UUID ID = UUID.fromString("7c9e6679-7425-40de-944b-e07fc1f90ae7");
    private static final Instant NOW = Instant.parse("2026-03-04T10:15:00Z");

    private final ObjectMapper mapper = new ObjectMapper();
    private final PolicyPublications publications =
            new PolicyPublications(
                    "w", () -> Set.of(ID), id -> Optional.of(new PolicyMetrics.Fit(true, 731.6)));

    private JsonNode told(Instant dryRun) throws IOException {
        ObjectNode shown =
                (ObjectNode)
                        mapper.readTree(
                                """
                                {"id":"%s","name":"Shed","summary":"s","enabled":true,"armed":false,
                                "effective":"dry_run","status":"enabled","priority":10,"severity":"info",
                                "next_due_at":null,"suppressed_until":null,"hosts":["lab"],
                                "last_run":{"id":"r","at":"a","mode":"live","result":"partial","severity":"warn"}}
                                """
                                        .formatted(ID));
        shown.putObject("last_dry_run").put("ts", dryRun.toString());
        MqttMessage message = publications.state(ID, shown, NOW);
        assertThat(message.topic()).isEqualTo("w/policy/" + ID);
        assertThat(message.retained()).isTrue();
        return mapper.readTree(message.payload());
    }

    @Test
    @Requirement("MQ-16")
    void tells_what_the_latest_dry_run_found_for_a_day() throws IOException {
        JsonNode young = told(NOW.minus(Duration.ofHours(23)));
        assertThat(young.fieldNames())
                .toIterable()
                .containsExactly(
                        "id",
                        "name",
                        "summary",
                        "enabled",
                        "armed",
                        "effective",
                        "priority",
                        "status",
                        "running",
                        "next_due_at",
                        "suppressed_until",
                        "fits",
                        "slack_seconds",
                        "last_run");
        assertThat(young.path("fits").asBoolean()).isTrue();
        assertThat(young.path("slack_seconds").asLong()).isEqualTo(732);
        assertThat(young.path("running").asBoolean()).isTrue();
        assertThat(young.at("/last_run/result").asText()).isEqualTo("partial");

        JsonNode old = told(NOW.minus(Duration.ofHours(25)));
        assertThat(old.path("fits").isNull()).isTrue();
        assertThat(old.path("slack_seconds").isNull()).isTrue();
        assertThat(publications.gone(ID)).isEqualTo(new MqttMessage("w/policy/" + ID, true, ""));
    }
}

package io.github.walnut.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.walnut.Requirement;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.Metric;
import io.github.walnut.ups.Sample;
import io.github.walnut.ups.Severity;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsIdentity;
import io.github.walnut.ups.UpsState;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MqttPublicationsTest {

    private static final Instant T0 = Instant.parse("2026-03-04T10:15:00Z");

    private final MqttPublications publications = new MqttPublications("site/walnut");

    private static UpsView view(
            Set<String> flags, double charge, Instant seen, UpsState... states) {
        Sample sample =
                new Sample(
                        "Rack-B@10.4.0.9",
                        seen,
                        1,
                        Sample.Poll.FULL,
                        Map.of(Metric.BATTERY_PERCENT, charge),
                        flags,
                        String.join(" ", flags),
                        Map.of(),
                        List.of());
        Map<UpsState, UpsFacts.Holding> holding = new java.util.EnumMap<>(UpsState.class);
        for (UpsState state : states) {
            holding.put(state, new UpsFacts.Holding(T0, 1, false, "reported", false));
        }
        return new UpsView(
                new UpsFacts(
                        sample.upsId(),
                        holding,
                        sample,
                        seen,
                        true,
                        null,
                        UpsFacts.PowerSource.MAINS,
                        null,
                        0,
                        0,
                        0,
                        0,
                        false,
                        seen),
                null,
                "Rack",
                UpsIdentity.UNKNOWN,
                null,
                1);
    }

    @Test
    @Requirement({"MQ-10", "MQ-12", "MQ-14"})
    void tells_state_and_availability_the_first_time() throws IOException {
        List<MqttMessage> messages = publications.of(view(Set.of("OL"), 100, T0, UpsState.OL), T0);
        assertThat(messages)
                .extracting(MqttMessage::topic)
                .containsExactly(
                        "site/walnut/ups/rack-b_10_4_0_9/availability",
                        "site/walnut/ups/rack-b_10_4_0_9");
        assertThat(messages).allMatch(MqttMessage::retained);
        JsonNode state = new ObjectMapper().readTree(messages.get(1).payload());
        assertThat(state.path("state").asText()).isEqualTo("on_mains");
        assertThat(state.path("battery_percent").asDouble()).isEqualTo(100);
        assertThat(state.has("input_voltage")).isTrue();
        assertThat(state.path("input_voltage").isNull()).isTrue();
        assertThat(state.has("age_seconds")).isFalse();
    }

    @Test
    @Requirement("MQ-14")
    void equal_states_are_not_repeated_before_a_minute() {
        publications.of(view(Set.of("OL"), 100, T0, UpsState.OL), T0);
        assertThat(
                        publications.of(
                                view(Set.of("OL"), 100, T0.plusSeconds(5), UpsState.OL),
                                T0.plusSeconds(5)))
                .isEmpty();
        assertThat(
                        publications.of(
                                view(Set.of("OL"), 100, T0.plusSeconds(60), UpsState.OL),
                                T0.plusSeconds(60)))
                .hasSize(2);
    }

    @Test
    void values_wait_a_second_and_flags_do_not() {
        publications.of(view(Set.of("OL"), 100, T0, UpsState.OL), T0);
        Instant soon = T0.plusMillis(300);
        assertThat(publications.of(view(Set.of("OL"), 99, soon, UpsState.OL), soon)).isEmpty();
        assertThat(publications.of(view(Set.of("OB"), 99, soon, UpsState.OB), soon)).hasSize(1);
    }

    @Test
    @Requirement("MQ-14")
    void lost_contact_turns_the_availability_off() {
        publications.of(view(Set.of("OL"), 100, T0, UpsState.OL), T0);
        assertThat(
                        publications.of(
                                view(Set.of("OL"), 100, T0, UpsState.OL, UpsState.COMM_LOST), T0))
                .extracting(MqttMessage::payload)
                .contains("{\"state\":\"offline\"}");
    }

    @Test
    @Requirement("MQ-22")
    void a_ups_that_is_gone_takes_its_topics_along() {
        publications.of(view(Set.of("OL"), 100, T0, UpsState.OL), T0);
        assertThat(publications.gone("Rack-B@10.4.0.9"))
                .containsExactly(
                        new MqttMessage("site/walnut/ups/rack-b_10_4_0_9", true, ""),
                        new MqttMessage("site/walnut/ups/rack-b_10_4_0_9/availability", true, ""));
        assertThat(publications.of(view(Set.of("OL"), 100, T0, UpsState.OL), T0)).hasSize(2);
        assertThat(publications.gone("rack-b@10_4_0_9")).isEmpty();
    }

    @Test
    @Requirement("MQ-15")
    void an_event_goes_to_the_bridge_and_to_its_ups() throws IOException {
        Event event =
                new Event(
                        UUID.randomUUID(),
                        Event.Type.UPS,
                        Event.UPS_STATE,
                        "mains_lost",
                        Severity.WARN,
                        Event.Subject.ups("rack-b@lab"),
                        Map.of("flag", "OB"),
                        T0,
                        UUID.randomUUID(),
                        null,
                        false,
                        "rack-b lost mains power",
                        "k");
        List<MqttMessage> messages = publications.of(event);
        assertThat(messages)
                .extracting(MqttMessage::topic)
                .containsExactly("site/walnut/bridge/event", "site/walnut/ups/rack-b_lab/event");
        assertThat(
                        new ObjectMapper()
                                .readTree(messages.get(1).payload())
                                .path("event_type")
                                .asText())
                .isEqualTo("mains_lost");
        assertThat(messages).noneMatch(MqttMessage::retained);
    }
}

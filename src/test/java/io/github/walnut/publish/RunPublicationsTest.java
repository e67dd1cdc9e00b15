package io.github.walnut.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.walnut.Requirement;
import io.github.walnut.policy.Recovery;
import io.github.walnut.virtual.ActionDraft;
import io.github.walnut.virtual.Site;
import io.github.walnut.virtual.Station;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the broker is told of a stop and of the recovery after it, from a whole outage. */
class RunPublicationsTest {

    private final Site site =
            new Site()
                    .add("pve")
                    .vm("pve", "1")
                    .recovery(
                            Site.recovery(Recovery.Order.REVERSE, 2, Recovery.OnSecondOutage.STOP));
    private final Station station = new Station(site);
    private final RunPublications publications = new RunPublications("site/walnut", station.time);
    private final List<MqttMessage> messages = new ArrayList<>();

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            station.pass(Duration.ofSeconds(1));
            messages.addAll(publications.due());
        }
    }

    private UUID stopped() {
        station.listeners.add(publications);
        station.boot();
        station.world.put("pve", "vm:1", "running").takes(Duration.ofSeconds(5));
        station.ups(Site.UPS).onBattery();
        return station.start(site.inOutage(ActionDraft.vm("clients", "pve", "shutdown")));
    }

    private List<JsonNode> events() throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (MqttMessage message : messages) {
            if (message.topic().endsWith("/event")) {
                assertThat(message.retained()).isFalse();
                events.add(new ObjectMapper().readTree(message.payload()));
            }
        }
        return events;
    }

    @Test
    @Requirement("MQ-17")
    void each_change_is_told_below_its_policy_in_order() throws IOException {
        UUID stop = stopped();
        pass(60);
        String policy = station.run(stop).policyId().toString();
        assertThat(messages)
                .extracting(MqttMessage::topic)
                .contains("site/walnut/policy/" + policy + "/event");
        List<JsonNode> events = events();
        assertThat(events)
                .extracting(event -> event.path("event_type").asText())
                .startsWith("run.created")
                .contains("step.state", "run.state", "run.closed")
                .doesNotContain("run.countdown");
        assertThat(events).extracting(e -> e.path("run_seq").asLong()).isSorted();
        assertThat(events)
                .allSatisfy(
                        event -> {
                            assertThat(event.path("run_id").asText()).isEqualTo(stop.toString());
                            assertThat(event.path("mode").asText()).isEqualTo("live");
                            assertThat(event.path("message").asText()).isNotBlank();
                        });
        JsonNode confirmed =
                events.stream()
                        .filter(event -> event.path("state").asText().equals("confirmed"))
                        .findFirst()
                        .orElseThrow();
        assertThat(confirmed.path("host_id").asText()).isEqualTo("pve");
        assertThat(confirmed.path("target_id").asText()).isEqualTo("vm:1");
        assertThat(confirmed.path("verb").asText()).isEqualTo("shutdown");
        assertThat(confirmed.path("message").asText()).endsWith("on pve: confirmed");

        messages.clear();
        station.ups(Site.UPS).onMains();
        for (int i = 0; i < 100; i++) {
            pass(5);
            station.ups(Site.UPS).polled();
        }
        assertThat(events())
                .extracting(event -> event.path("event_type").asText())
                .contains("recovery.gate", "recovery.state");
    }

    @Test
    @Requirement("MQ-10")
    void a_run_is_a_state_without_steps_until_an_hour_after_its_end() throws IOException {
        UUID stop = stopped();
        assertThat(publications.running()).containsExactly(station.run(stop).policyId());
        pass(60);
        String topic = "site/walnut/run/" + stop;
        List<MqttMessage> states =
                messages.stream().filter(message -> message.topic().equals(topic)).toList();
        assertThat(states).isNotEmpty().allMatch(MqttMessage::retained);
        JsonNode last = new ObjectMapper().readTree(states.get(states.size() - 1).payload());
        assertThat(last.path("result").asText()).isEqualTo("succeeded");
        assertThat(last.has("steps")).isFalse();
        assertThat(last.at("/counts/confirmed").asInt()).isEqualTo(1);
        assertThat(last.has("next_step_at")).isTrue();
        assertThat(publications.running()).isEmpty();

        messages.clear();
        pass(3_500);
        assertThat(messages).noneMatch(message -> message.topic().equals(topic));
        pass(200);
        assertThat(messages)
                .filteredOn(message -> message.topic().equals(topic))
                .containsExactly(new MqttMessage(topic, true, ""));
    }

    @Test
    @Requirement("MQ-10")
    void what_ended_before_the_start_is_taken_away_and_what_goes_on_is_told() {
        UUID stop = stopped();
        station.pass(Duration.ofMinutes(2));
        RunPublications later = new RunPublications("w", station.time);
        later.found(station.run(stop), station.steps(stop));
        assertThat(later.due()).isEmpty();
        station.pass(RunPublications.KEPT);
        assertThat(later.due()).containsExactly(new MqttMessage("w/run/" + stop, true, ""));
        assertThat(later.due()).isEmpty();
    }
}

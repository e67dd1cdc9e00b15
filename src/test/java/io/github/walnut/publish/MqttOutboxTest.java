package io.github.walnut.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.ups.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MqttOutboxTest {

    private static final String EVENT = "w/bridge/event";

    private long millis;
    private final MqttOutbox outbox =
            new MqttOutbox(
                    "w",
                    new Clock() {
                        @Override
                        public Instant now() {
                            return Instant.ofEpochMilli(millis);
                        }

                        @Override
                        public long monotonicMillis() {
                            return millis;
                        }
                    });

    private static MqttMessage state(String topic, String payload) {
        return new MqttMessage(topic, true, payload);
    }

    private static MqttMessage event(String topic, int number) {
        return new MqttMessage(topic, false, Integer.toString(number));
    }

    private List<MqttMessage> told() {
        List<MqttMessage> told = new ArrayList<>();
        for (MqttMessage next = outbox.next(); next != null; next = outbox.next()) {
            told.add(next);
            outbox.told();
        }
        return told;
    }

    @Test
    @Requirement("MQ-8")
    void of_a_state_only_the_newest_is_told_and_events_keep_their_order() {
        outbox.addAll(List.of(state("w/ups/a", "1"), event(EVENT, 1), event("w/ups/a/event", 1)));
        outbox.addAll(List.of(state("w/ups/a", "2"), event(EVENT, 2), event("w/ups/a/event", 2)));
        assertThat(told())
                .containsExactly(
                        state("w/ups/a", "2"),
                        event(EVENT, 1),
                        event(EVENT, 2),
                        event("w/ups/a/event", 1),
                        event("w/ups/a/event", 2));
        assertThat(outbox.dropped()).isZero();
    }

    @Test
    @Requirement("MQ-8")
    void a_thousand_events_wait_and_the_oldest_make_room() {
        for (int i = 0; i < MqttOutbox.MOST_EVENTS + 3; i++) {
            outbox.add(event(EVENT, i));
            if (i < MqttOutbox.MOST_EVENTS) {
                outbox.add(event("w/ups/a/event", i));
            }
        }
        assertThat(outbox.dropped()).isEqualTo(3);
        assertThat(told())
                .hasSize(2 * MqttOutbox.MOST_EVENTS)
                .startsWith(event(EVENT, 3))
                .contains(event("w/ups/a/event", 0));
    }

    @Test
    @Requirement("MQ-8")
    void events_wait_an_hour_and_states_as_long_as_it_takes() {
        outbox.addAll(List.of(event(EVENT, 1), state("w/ups/a", "1")));
        millis = Duration.ofMinutes(59).toMillis();
        outbox.add(event(EVENT, 2));
        millis = Duration.ofMinutes(60).toMillis();
        assertThat(outbox.waiting()).isEqualTo(3);
        millis++;
        assertThat(outbox.waiting()).isEqualTo(2);
        assertThat(outbox.dropped()).isEqualTo(1);
        assertThat(told()).containsExactly(state("w/ups/a", "1"), event(EVENT, 2));
    }

    @Test
    @Requirement("MQ-8")
    void what_was_in_vain_comes_again_in_its_place_or_as_it_is_by_then() {
        outbox.addAll(List.of(event(EVENT, 1), event(EVENT, 2)));
        assertThat(outbox.next()).isEqualTo(event(EVENT, 1));
        outbox.failed();
        assertThat(outbox.next()).isEqualTo(event(EVENT, 1));
        outbox.told();
        outbox.add(state("w/ups/a", "1"));
        assertThat(outbox.next()).isEqualTo(state("w/ups/a", "1"));
        outbox.add(state("w/ups/a", "2"));
        outbox.failed();
        assertThat(told()).containsExactly(state("w/ups/a", "2"), event(EVENT, 2));
    }

    @Test
    @Requirement("MQ-22")
    void all_is_told_again_the_bridge_first_and_what_goes_before_what_is() {
        outbox.addAll(
                List.of(
                        state("w/ups/a", "1"),
                        state("w/ups/a/availability", "on"),
                        state("w/bridge/state", "online")));
        told();
        outbox.addAll(List.of(state("w/ups/a", "2"), state("old/ups/a", "")));
        outbox.again();
        assertThat(told())
                .containsExactly(
                        state("w/bridge/state", "online"),
                        state("old/ups/a", ""),
                        state("w/ups/a/availability", "on"),
                        state("w/ups/a", "2"));
        outbox.again();
        assertThat(told()).hasSize(3);
        outbox.forgetStates();
        outbox.again();
        assertThat(outbox.next()).isNull();
    }

    @Test
    @Requirement("MQ-3")
    void what_is_longer_than_64_kib_is_not_told_and_counted() {
        outbox.add(state("w/ups/a", "x".repeat(64 * 1024)));
        outbox.add(state("w/ups/b", "é".repeat(32 * 1024 + 1)));
        assertThat(told()).extracting(MqttMessage::topic).containsExactly("w/ups/a");
        assertThat(outbox.dropped()).isEqualTo(1);
    }

    @Test
    @Requirement("MQ-22")
    void while_nobody_shall_be_told_events_go_and_states_are_remembered() {
        outbox.deaf(true);
        outbox.addAll(List.of(event(EVENT, 1), state("w/ups/a", "1")));
        outbox.deaf(false);
        assertThat(told()).containsExactly(state("w/ups/a", "1"));
        assertThat(outbox.dropped()).isZero();
    }
}

package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.publish.MqttMessage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MqttSendingTest {

    private static final MqttMessage STATE = new MqttMessage("walnut/ups/a", true, "{}");
    private static final MqttMessage GONE = new MqttMessage("walnut/ups/a", true, "");
    private static final MqttMessage EVENT = new MqttMessage("walnut/bridge/event", false, "{}");

    @Test
    void a_broker_that_keeps_nothing_is_told_all_again_and_has_nothing_to_remove() {
        MqttSending sending = new MqttSending(2, false);
        assertThat(sending.sent(STATE)).isEqualTo(new MqttMessage("walnut/ups/a", false, "{}"));
        assertThat(sending.message(STATE).isRetained()).isFalse();
        assertThat(sending.message(STATE).getQos()).isEqualTo(2);
        assertThat(sending.idle(GONE)).isTrue();
        assertThat(sending.idle(STATE)).isFalse();
        assertThat(sending.idle(EVENT)).isFalse();
        assertThat(sending.again(Duration.ofSeconds(59))).isFalse();
        assertThat(sending.again(Duration.ofSeconds(60))).isTrue();
    }

    @Test
    void a_broker_that_keeps_states_is_left_with_them() {
        MqttSending sending = new MqttSending(1, true);
        assertThat(sending.sent(STATE)).isSameAs(STATE);
        assertThat(sending.message(STATE).isRetained()).isTrue();
        assertThat(sending.message(EVENT).isRetained()).isFalse();
        assertThat(sending.idle(GONE)).isFalse();
        assertThat(sending.again(Duration.ofDays(1))).isFalse();
    }
}

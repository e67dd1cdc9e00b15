package io.github.walnut.integration;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Target;
import io.github.walnut.peers.RealMosquitto;
import io.github.walnut.peers.RealPeer;
import io.github.walnut.run.DriverCall.Mode;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.ErrorClass;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** generic.mqtt against mosquitto with users and an access list. */
@RealPeer({RealMosquitto.PROGRAM, "mosquitto_sub", "mosquitto_pub", "mosquitto_passwd"})
class GenericMqttIT {

    private static final Duration LIMIT = TestLimits.WAIT;

    private RealMosquitto broker;
    private DriverBench bench;

    @BeforeEach
    void start() throws Exception {
        broker = RealMosquitto.start();
        bench = DriverBench.start().secret("password", RealMosquitto.PASSWORD);
    }

    @AfterEach
    void stop() {
        bench.close();
        broker.close();
    }

    @Test
    @Requirement({"DRV-9.1", "INT-37"})
    void a_message_arrives_once_on_execute_and_never_on_a_dry_run() throws Exception {
        RealMosquitto.Recorder recorder = broker.subscribe("walnut/#");
        Map<String, Object> params =
                Map.of("topic", "walnut/lab/scene", "payload", Map.of("scene", "dark"));

        DriverResult dry = publish(Mode.DRY_RUN, params);
        DriverResult sent = publish(Mode.EXECUTE, params);

        assertThat(sent.error()).isNull();
        assertThat(sent.evidence().level()).isEqualTo("ack");
        assertThat(sent.preview()).isEqualTo(dry.preview());
        assertThat(dry.planKind()).isEqualTo("message");
        await().atMost(LIMIT)
                .untilAsserted(
                        () ->
                                assertThat(recorder.messages())
                                        .containsExactly("walnut/lab/scene {\"scene\":\"dark\"}"));
    }

    @Test
    @Requirement("DRV-9.1")
    void a_topic_that_the_broker_denies_is_forbidden() {
        DriverResult denied = publish(Mode.EXECUTE, Map.of("topic", "elsewhere/x", "payload", "1"));
        assertThat(denied.error().errorClass()).isEqualTo(ErrorClass.FORBIDDEN);
        assertThat(denied.error().code()).isEqualTo("mqtt_135");
    }

    @Test
    @Requirement("DRV-9.1")
    void a_topic_with_a_wildcard_or_outside_the_allowed_ones_is_not_sent() {
        Host narrow = host(Map.of("topics_allowed", List.of("walnut/+/set")));
        assertThat(
                        publish(
                                        narrow,
                                        Mode.EXECUTE,
                                        Map.of("topic", "walnut/a/set", "payload", "1"))
                                .error())
                .isNull();
        assertThat(
                        publish(
                                        narrow,
                                        Mode.EXECUTE,
                                        Map.of("topic", "walnut/a/b/set", "payload", "1"))
                                .error()
                                .code())
                .isEqualTo("topic_not_allowed");
        assertThat(
                        publish(Mode.EXECUTE, Map.of("topic", "walnut/#", "payload", "1"))
                                .error()
                                .code())
                .isEqualTo("topic_invalid");
    }

    @Test
    @Requirement("DRV-9.1")
    void a_wrong_password_is_unauthenticated_and_a_broker_that_is_down_unreachable() {
        bench.secret("password", "wrong");
        assertThat(
                        publish(Mode.EXECUTE, Map.of("topic", "walnut/x", "payload", "1"))
                                .error()
                                .errorClass())
                .isEqualTo(ErrorClass.UNAUTHENTICATED);

        bench.secret("password", RealMosquitto.PASSWORD);
        broker.stop();
        assertThat(
                        publish(Mode.EXECUTE, Map.of("topic", "walnut/x", "payload", "1"))
                                .error()
                                .errorClass())
                .isEqualTo(ErrorClass.UNREACHABLE);
    }

    @Test
    @Requirement("DRV-9.1")
    void a_broker_that_comes_back_is_used_again() throws Exception {
        assertThat(publish(Mode.EXECUTE, Map.of("topic", "walnut/x", "payload", "1")).ok())
                .isTrue();
        broker.restart();
        await().atMost(LIMIT)
                .untilAsserted(
                        () ->
                                assertThat(
                                                publish(
                                                                Mode.EXECUTE,
                                                                Map.of(
                                                                        "topic",
                                                                        "walnut/x",
                                                                        "payload",
                                                                        "2"))
                                                        .ok())
                                        .isTrue());
    }

    @Test
    @Requirement("DRV-9.1")
    void a_test_of_the_connection_breaks_off_no_order_under_way() throws Exception {
        Host plugs = host(Map.of("profile", "tasmota", "devices", List.of("fan")));
        RealMosquitto.Recorder recorder = broker.subscribe("cmnd/#");
        CompletableFuture<DriverResult> off =
                CompletableFuture.supplyAsync(
                        () ->
                                bench.call(
                                        Mode.EXECUTE,
                                        plugs,
                                        fan(plugs),
                                        "outlet.power",
                                        "off",
                                        Map.of()));
        await().atMost(LIMIT).until(() -> recorder.messages().contains("cmnd/fan/POWER OFF"));

        HostTester tester = new HostTester(bench.drivers());
        assertThat(tester.test(plugs, bench.secrets(), "correlation").success()).isTrue();
        assertThat(off.isDone()).isFalse();
        broker.publish("stat/fan/POWER", "OFF");
        assertThat(off.get(LIMIT.toSeconds(), SECONDS).status()).isEqualTo("off");
    }

    @Test
    @Requirement("DRV-9.1")
    void a_plug_is_believed_by_its_state_topic() throws Exception {
        Host plugs = host(Map.of("profile", "tasmota", "devices", List.of("fan")));
        Target fan = fan(plugs);
        broker.publish("stat/fan/POWER", "ON", "-r");

        assertThat(bench.state(plugs, fan, null).status()).isEqualTo("on");
        RealMosquitto.Recorder recorder = broker.subscribe("cmnd/#");
        DriverResult off = bench.call(Mode.EXECUTE, plugs, fan, "outlet.power", "off", Map.of());
        assertThat(off.error()).isNull();
        assertThat(off.expect()).contains("off");
        await().atMost(LIMIT)
                .untilAsserted(
                        () ->
                                assertThat(recorder.messages())
                                        .containsExactly("cmnd/fan/POWER OFF"));
    }

    @Test
    @Requirement("SEC-55")
    void a_password_leaves_the_machine_in_clear_text_only_when_the_host_says_so() {
        Map<String, Object> params = Map.of("topic", "walnut/x", "payload", "1");
        Map<String, Object> away = Map.of("url", "tcp://192.0.2.1:1883");
        assertThat(publish(host(away), Mode.EXECUTE, params).error().code())
                .isEqualTo("clear_text");
        Map<String, Object> insecure = Map.of("url", "tcp://192.0.2.1:1883", "insecure", true);
        assertThat(publish(host(insecure), Mode.EXECUTE, params).error().code())
                .as("the bench lets nothing but loopback be reached")
                .isEqualTo("egress_refused");
    }

    private static Target fan(Host plugs) {
        return new Target(
                plugs.id(),
                "plug",
                "fan",
                "fan",
                "unknown",
                Map.of(),
                Map.of(),
                true,
                false,
                false);
    }

    private DriverResult publish(Mode mode, Map<String, Object> params) {
        return publish(host(Map.of()), mode, params);
    }

    private DriverResult publish(Host host, Mode mode, Map<String, Object> params) {
        return bench.call(mode, host, Target.ofHost(host), "message.publish", "publish", params);
    }

    private Host host(Map<String, Object> more) {
        Map<String, Object> config =
                new HashMap<>(Map.of("url", broker.url(), "username", RealMosquitto.USER));
        config.putAll(more);
        return bench.host("broker", "generic.mqtt", config);
    }
}

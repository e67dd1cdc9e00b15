package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.walnut.Requirement;
import io.github.walnut.api.SystemReads.Component;
import io.github.walnut.inventory.FakeInventory;
import io.github.walnut.policy.PolicyEdits;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.json.PolicyDocuments;
import io.github.walnut.publish.MqttMessage;
import io.github.walnut.publish.MqttOutbox;
import io.github.walnut.publish.PowerMetrics;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.EventName;
import io.github.walnut.ups.HealthEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

@Requirement("OPS-51")
class PartsHealthTest {

    private final AtomicLong millis = new AtomicLong();
    private final Clock clock =
            new Clock() {
                @Override
                public Instant now() {
                    return Instant.ofEpochMilli(millis.get());
                }

                @Override
                public long monotonicMillis() {
                    return millis.get();
                }
            };

    @Test
    void a_check_of_the_dispatcher_that_does_not_come_back_is_an_error() {
        CountDownLatch in = new CountDownLatch(1);
        CountDownLatch out = new CountDownLatch(1);
        try (DispatcherHealth health =
                new DispatcherHealth(
                        () -> {
                            in.countDown();
                            await().until(() -> out.getCount() == 0);
                        },
                        clock)) {
            await().until(() -> in.getCount() == 0);
            assertThat(health.get()).extracting(Component::status).containsExactly("ok");
            millis.addAndGet(DispatcherHealth.PATIENCE_MILLIS + 1_000);
            Component stuck = health.get().get(0);
            assertThat(stuck.status()).isEqualTo("error");
            assertThat(stuck.message()).contains("31 s");
            out.countDown();
            await().until(() -> health.get().get(0).status().equals("ok"));
        }
    }

    @Test
    void a_server_is_degraded_by_one_silent_ups_and_broken_by_refused_credentials() {
        assertThat(status("connected", "ok", List.of())).isEqualTo("ok");
        assertThat(status("connected", "ok", List.of("rack@lab"))).isEqualTo("degraded");
        assertThat(status("connected", "refused", List.of())).isEqualTo("error");
        assertThat(status("error", "ok", List.of())).isEqualTo("error");
        assertThat(status("unknown", "unverified", List.of())).isEqualTo("degraded");
        assertThat(status("disabled", "refused", List.of("rack@lab"))).isEqualTo("off");
        assertThat(
                        SystemState.nut(
                                        "lab",
                                        "connected",
                                        "ok",
                                        null,
                                        List.of("rack@lab"),
                                        List.of())
                                .message())
                .isEqualTo("No contact: rack@lab");
        Component hold =
                SystemState.nut("lab", "connected", "ok", null, List.of(), List.of("Not held"));
        assertThat(hold.status()).isEqualTo("degraded");
        assertThat(hold.message()).isEqualTo("Not held");
    }

    private static String status(String state, String credentials, List<String> lost) {
        return SystemState.nut("lab", state, credentials, null, lost, List.of()).status();
    }

    @Test
    void what_nothing_is_known_of_yet_is_borne_for_a_minute() {
        Unknowns unknowns = new Unknowns(clock);
        assertThat(unknowns.patient("nut:lab", true)).isTrue();
        millis.addAndGet(Unknowns.PATIENCE.toMillis() - 1);
        assertThat(unknowns.patient("nut:lab", true)).isTrue();
        assertThat(unknowns.patient("nut:new", true)).isTrue();
        millis.addAndGet(1);
        assertThat(unknowns.patient("nut:lab", true)).isFalse();
        assertThat(unknowns.patient("nut:new", true)).isTrue();
        assertThat(unknowns.patient("nut:new", false)).isFalse();
        assertThat(unknowns.patient("nut:new", true)).isTrue();
    }

    @Test
    void hosts_of_policies_that_were_not_heard_of_yet_degrade_for_a_minute() {
        StoredPolicy policy = stored("lab");
        FakeInventory inventory = new FakeInventory().withHost("lab");
        WorkHealth health = new WorkHealth(() -> List.of(policy), inventory, () -> null, clock);
        Component unheard = health.get().get(1);
        assertThat(unheard.status()).isEqualTo("degraded");
        assertThat(unheard.message()).isEqualTo("Nothing was heard yet of: lab");
        millis.addAndGet(Unknowns.PATIENCE.toMillis());
        assertThat(health.get().get(1).status()).isEqualTo("ok");
    }

    @Test
    void rules_that_did_not_come_to_an_end_show_for_an_hour() {
        List<Event> told = new ArrayList<>();
        RulesTrouble trouble = new RulesTrouble(clock, told::add);
        WorkHealth health = new WorkHealth(List::of, new FakeInventory(), trouble::at, clock);
        assertThat(health.get().get(0).status()).isEqualTo("ok");
        for (EventName name : List.of(EventName.POLICY_FAILED, EventName.RULES_OVERRUN)) {
            trouble.accept(
                    HealthEvents.about(
                            UUID::randomUUID,
                            name,
                            new Event.Subject("system", "walnut"),
                            clock.now(),
                            Map.of()));
        }
        assertThat(told).hasSize(2);
        assertThat(health.get().get(0).status()).isEqualTo("error");
        assertThat(health.get().get(0).message()).contains("set up anew");
        millis.addAndGet(RulesTrouble.SHOWS.toMillis());
        assertThat(health.get().get(0).status()).isEqualTo("ok");
    }

    private static StoredPolicy stored(String host) {
        String document =
                "name: abc\ntrigger: {type: ups.state, equals: OB}\nactions: [{host_id: %s, capability: vm.lifecycle, verb: shutdown, selector: {all: true}}]"
                        .formatted(host);
        return PolicyEdits.create(
                UUID.randomUUID(),
                new PolicyDocuments().read(document, "application/yaml"),
                document,
                "application/yaml",
                true,
                new PolicyEdits.Edit("anna", Instant.EPOCH));
    }

    @Test
    @Requirement("MQ-8")
    void a_broker_that_takes_nothing_degrades_and_what_was_dropped_is_told_once_it_does() {
        MqttOutbox outbox = new MqttOutbox("walnut", clock);
        List<Long> dropped = new ArrayList<>();
        MqttWatch watch = new MqttWatch(true, outbox, clock, dropped::add);
        PowerMetrics metrics = new PowerMetrics(() -> true);
        watch.measure(metrics);
        assertThat(metrics.scrape()).contains("walnut_mqtt_connected 0.0\n");
        assertThat(watch.get()).extracting(Component::status).containsExactly("degraded");
        watch.connected();
        millis.addAndGet(Unknowns.PATIENCE.toMillis());
        assertThat(watch.get()).extracting(Component::status).containsExactly("ok");
        for (int i = 0; i < MqttOutbox.MOST_EVENTS + 7; i++) {
            outbox.add(new MqttMessage("walnut/bridge/event", false, "{}"));
        }
        Component away = watch.get().get(0);
        assertThat(away.status()).isEqualTo("degraded");
        assertThat(away.message()).startsWith("1000 messages");
        assertThat(away.details()).containsEntry("dropped", 7L);
        assertThat(dropped).isEmpty();

        watch.failed();
        watch.lost(0);
        while (outbox.next() != null) {
            outbox.told();
            watch.sent("walnut/bridge/event");
        }
        assertThat(watch.get()).extracting(Component::status).containsExactly("ok");
        assertThat(dropped).isEmpty();
        watch.connected();
        assertThat(metrics.scrape())
                .contains(
                        "walnut_mqtt_connected 1.0\n",
                        "walnut_mqtt_published_total{result=\"ok\"} 1000.0\n",
                        "walnut_mqtt_published_total{result=\"failed\"} 1.0\n",
                        "walnut_mqtt_dropped_total 7.0\n");
        assertThat(watch.get()).extracting(Component::status).containsExactly("ok");
        assertThat(watch.get()).extracting(Component::status).containsExactly("ok");
        assertThat(dropped).containsExactly(7L);
        assertThat(new MqttWatch(false, outbox, clock, dropped::add).get())
                .extracting(Component::status)
                .containsExactly("off");
    }

    @Test
    @Requirement({"MQ-5", "MQ-7"})
    void a_broker_that_refuses_says_why() {
        MqttOutbox outbox = new MqttOutbox("walnut", clock);
        MqttWatch watch = new MqttWatch(true, outbox, clock, count -> {});
        watch.vain(0x86);
        assertThat(watch.get().get(0).status()).isEqualTo("error");
        assertThat(watch.get().get(0).message()).contains("0x86");
        watch.connected();
        watch.sent("walnut/bridge/state");
        watch.refused("walnut/ups/rack1", 0x87);
        assertThat(watch.get().get(0).status()).isEqualTo("degraded");
        assertThat(watch.get().get(0).message()).contains("walnut/ups/rack1");
        watch.sent("walnut/ups/rack1");
        assertThat(watch.get().get(0).status()).isEqualTo("ok");
        watch.lost(BrokerPauses.TAKEN_OVER);
        assertThat(watch.get().get(0).message()).startsWith("mqtt_client_id_in_use");
    }

    @Test
    @Requirement({"API-80", "API-92"})
    void a_part_keeps_the_time_of_its_status_and_a_change_is_told() {
        ComponentMemory memory = new ComponentMemory();
        List<String> told = new ArrayList<>();
        memory.onChange(part -> told.add(part.name() + " " + part.status()));
        Instant start = Instant.EPOCH;
        memory.seen(List.of(part("disk", "ok"), part("rules", "ok")), start);
        List<Component> later =
                memory.seen(
                        List.of(part("disk", "ok"), part("rules", "error"), part("nut:lab", "ok")),
                        start.plus(Duration.ofSeconds(10)));
        assertThat(told).containsExactly("rules error", "nut:lab ok");
        assertThat(later)
                .extracting(Component::since)
                .containsExactly(start, start.plusSeconds(10), start.plusSeconds(10));
        memory.seen(later, start.plusSeconds(20));
        assertThat(told).hasSize(2);
    }

    private static Component part(String name, String status) {
        return new Component(name, status, null, null, Map.of());
    }
}

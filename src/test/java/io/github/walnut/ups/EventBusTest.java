package io.github.walnut.ups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@Requirement("NUT-75")
class EventBusTest {

    private final Lab lab = new Lab();
    private final EventBus bus = new EventBus();

    @Test
    void rules_see_every_update_before_the_call_returns_and_others_when_they_look() {
        List<String> rules = new ArrayList<>();
        bus.subscribe("rules", update -> update.events().forEach(e -> rules.add(e.name())));
        Mailbox store = bus.mailbox("store");

        lab.poll("OL").polls(1, "OB");
        lab.updates.forEach(bus::publish);

        assertThat(rules).containsExactly("ups_added", "mains_lost", "outage_started");
        List<Object> letters = store.take(100);
        assertThat(letters).hasSize(5);
        assertThat(letters.get(1)).isInstanceOf(Sample.class);
        assertThat(store.take(100)).isEmpty();
    }

    @Test
    void a_full_mailbox_drops_its_oldest_samples_first_and_never_an_event() {
        Mailbox slow = bus.mailbox("mqtt");
        lab.poll("OL").polls(1, "OB");
        lab.updates.forEach(bus::publish);
        UpsUpdate sample = sampleOnly();
        for (int i = 0; i < EventBus.CAPACITY; i++) {
            bus.publish(sample);
        }

        assertThat(slow.size()).isEqualTo(EventBus.CAPACITY);
        assertThat(slow.lagging()).isTrue();
        assertThat(slow.dropped()).isEqualTo(5);
        assertThat(slow.take(3)).hasOnlyElementsOfType(Event.class);
        assertThat(slow.lagging()).isTrue();
        slow.take(EventBus.CAPACITY);
        assertThat(slow.lagging()).isFalse();
    }

    @Test
    void events_alone_may_outgrow_a_mailbox() {
        Mailbox slow = new Mailbox("slow", 2);
        lab.poll("OL").polls(1, "OB LB");
        lab.updates.forEach(slow::put);

        assertThat(slow.size()).isEqualTo(5);
        assertThat(slow.lagging()).isTrue();
        assertThat(slow.take(10)).hasOnlyElementsOfType(Event.class);
    }

    @Test
    void a_name_is_taken_once() {
        bus.mailbox("store");

        assertThatThrownBy(() -> bus.subscribe("store", update -> {}))
                .hasMessageContaining("store");
        assertThat(bus.mailboxes()).extracting(Mailbox::name).containsExactly("store");
    }

    private UpsUpdate sampleOnly() {
        lab.polls(1, "OB");
        return lab.updates.get(lab.updates.size() - 1);
    }
}

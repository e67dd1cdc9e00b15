package io.github.walnut.rules;

import io.github.walnut.policy.Trigger;
import io.github.walnut.ups.UpsFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who listens to what, as standing facts. */
final class Listeners {
    private final Matchers matchers;
    private final Map<String, Map<String, Listens>> bySubject = new HashMap<>();

    Listeners(Matchers matchers) {
        this.matchers = matchers;
    }

    /** Lets the watch hear of everything that a trigger of it depends on. */
    void add(Watch watch, Reading.Slot slot) {
        Trigger trigger = watch.trigger(slot.index());
        Topics.of(trigger).forEach(topic -> add(heardAs(trigger, slot.upsId()), topic, watch));
    }

    private static String heardAs(Trigger trigger, String upsId) {
        return trigger.aboutUps() ? upsId : Watch.NOBODY;
    }

    private void add(String upsId, String topic, Watch watch) {
        bySubject
                .computeIfAbsent(upsId, key -> new HashMap<>())
                .computeIfAbsent(topic, key -> inserted(new Listens(upsId, topic, new Audience())))
                .audience()
                .add(watch);
    }

    private Listens inserted(Listens fact) {
        matchers.insert(fact);
        return fact;
    }

    void remove(Watch watch) {
        for (int i = 0; i < watch.size(); i++) {
            Reading.Slot slot = watch.slot(i);
            Trigger trigger = watch.trigger(slot.index());
            Topics.of(trigger).forEach(t -> remove(heardAs(trigger, slot.upsId()), t, watch));
        }
    }

    private void remove(String upsId, String topic, Watch watch) {
        Map<String, Listens> topics = bySubject.getOrDefault(upsId, Map.of());
        Listens fact = topics.get(topic);
        if (fact != null && fact.audience().remove(watch)) {
            topics.remove(topic);
            matchers.delete(fact);
        }
    }

    /** What is other than before, as far as anybody listens to it. */
    List<Object> heard(UpsFacts before, UpsFacts now) {
        List<Object> heard = new ArrayList<>();
        for (String topic : bySubject.getOrDefault(now.upsId(), Map.of()).keySet()) {
            if (Topics.differs(topic, before, now)) {
                heard.add(new Changed(now.upsId(), topic));
            }
        }
        return heard;
    }

    boolean hears(Changed change) {
        return bySubject.getOrDefault(change.upsId(), Map.of()).containsKey(change.topic());
    }
}

package io.github.walnut.road;

import io.github.walnut.publish.MqttMessage;
import io.github.walnut.publish.MqttPublications;
import io.github.walnut.publish.UpsView;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsUpdate;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** What is told to the broker about an update. */
public final class MqttFeed {

    private final MqttPublications publications;
    private final Function<UpsFacts, UpsView> views;
    private final Predicate<String> watched;
    private final Consumer<List<MqttMessage>> outbox;
    private final Clock clock;

    /**
     * @param publications null when there is no broker
     * @param watched whether there is still a UPS with that id
     * @param outbox takes what is to be told; it must not wait
     */
    public MqttFeed(
            MqttPublications publications,
            Function<UpsFacts, UpsView> views,
            Predicate<String> watched,
            Consumer<List<MqttMessage>> outbox,
            Clock clock) {
        this.publications = publications;
        this.views = views;
        this.watched = watched;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** The retained topics of a UPS. */
    public List<String> topics(String upsId) {
        return publications == null ? List.of() : publications.topics(upsId);
    }

    public void updated(UpsUpdate update) {
        if (publications == null) {
            return;
        }
        state(views.apply(update.facts()));
        update.events().forEach(this::happened);
    }

    /** An update that comes after the end of its UPS must not bring it back. */
    private synchronized void state(UpsView view) {
        if (watched.test(view.facts().upsId())) {
            outbox.accept(publications.of(view, clock.now()));
        }
    }

    /** A UPS was removed by a person. */
    public synchronized void removed(String upsId) {
        if (publications != null) {
            outbox.accept(publications.gone(upsId));
        }
    }

    public void happened(Event event) {
        if (publications != null) {
            outbox.accept(publications.of(event));
        }
    }
}

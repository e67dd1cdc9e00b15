package io.github.walnut.road;

import io.github.walnut.publish.MqttMessage;
import io.github.walnut.publish.MqttPublications;
import io.github.walnut.publish.UpsView;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What is told to the broker about an update. */
public final class MqttFeed {

    private final MqttPublications publications;
    private final Function<UpsFacts, UpsView> views;
    private final Clock clock;

    /**
     * @param publications null when there is no broker
     */
    public MqttFeed(MqttPublications publications, Function<UpsFacts, UpsView> views, Clock clock) {
        this.publications = publications;
        this.views = views;
        this.clock = clock;
    }

    public List<MqttMessage> updated(UpsUpdate update) {
        if (publications == null) {
            return List.of();
        }
        List<MqttMessage> messages = new ArrayList<>();
        messages.addAll(publications.of(views.apply(update.facts()), clock.now()));
        update.events().forEach(event -> messages.addAll(publications.of(event)));
        return messages;
    }

    public List<MqttMessage> happened(Event event) {
        return publications == null ? List.of() : publications.of(event);
    }
}

package io.github.walnut.app;

import io.github.walnut.store.MqttTopicRepository;
import io.github.walnut.store.StoreException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The retained topics in use, kept before the broker hears of them. A store that is away does not
 * keep the broker from being told; it is asked again with the next topic.
 */
final class MqttTopics {

    private static final Logger LOG = LoggerFactory.getLogger(MqttTopics.class);

    private final MqttTopicRepository repository;
    private final Set<String> known;
    private final Set<String> unsaved = new HashSet<>();

    MqttTopics(MqttTopicRepository repository) {
        this.repository = repository;
        this.known = new HashSet<>(repository.all());
    }

    synchronized boolean knows(String topic) {
        return known.contains(topic);
    }

    synchronized Set<String> all() {
        return Set.copyOf(known);
    }

    synchronized void keep(Collection<String> topics) {
        topics.stream().filter(known::add).forEach(unsaved::add);
        if (unsaved.isEmpty()) {
            return;
        }
        try {
            repository.keep(unsaved);
            unsaved.clear();
        } catch (StoreException e) {
            LOG.warn("{} topics of MQTT are not kept yet: {}", unsaved.size(), e.getMessage());
        }
    }

    /** The broker has them no more. */
    synchronized void gone(Collection<String> topics) {
        topics.forEach(known::remove);
        topics.forEach(unsaved::remove);
        try {
            repository.forget(topics);
        } catch (StoreException e) {
            LOG.warn("Topics of MQTT are taken away once more: {}", e.getMessage());
        }
    }
}

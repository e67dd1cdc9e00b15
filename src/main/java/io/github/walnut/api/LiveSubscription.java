package io.github.walnut.api;

import java.util.Set;

/**
 * What a client wants to hear.
 *
 * @param upsIds narrows the topic ups, and what other topics tell of a UPS; empty means every UPS
 * @param severities narrows the topic events; empty means all
 */
record LiveSubscription(Set<String> topics, Set<String> upsIds, Set<String> severities) {

    static final Set<String> ALL_TOPICS =
            Set.of("ups", "events", "runs", "policies", "hosts", "routes", "system");

    LiveSubscription {
        topics = Set.copyOf(topics);
        upsIds = Set.copyOf(upsIds);
        severities = Set.copyOf(severities);
    }

    static LiveSubscription to(Set<String> topics) {
        return new LiveSubscription(topics, Set.of(), Set.of());
    }

    boolean wants(LiveMessage message) {
        return topics.contains(message.topic())
                && (upsIds.isEmpty() || !aboutUps(message) || upsIds.contains(message.subject()))
                && (!message.topic().equals("events")
                        || severities.isEmpty()
                        || message.severity() == null
                        || severities.contains(message.severity()));
    }

    /** Of all subjects only the ids of UPSs name their server. */
    private static boolean aboutUps(LiveMessage message) {
        return message.subject() != null && message.subject().indexOf('@') > 0;
    }
}

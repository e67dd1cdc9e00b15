package io.github.walnut.api;

import io.github.walnut.policy.Finding;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Channels of notifications: whether they work, and what they would be told. */
public interface NotificationControl {

    /**
     * A message as it would be sent.
     *
     * @param event that it tells of
     * @param cut it is longer than the channel takes and loses its last lines
     */
    record Preview(UUID event, String title, String text, boolean cut, List<Finding> findings) {}

    /** Whether there is such a channel. */
    boolean knows(String channel);

    /** Sends a marked message now; the first step that fails is the last. */
    List<ProviderTest.Step> test(String channel);

    /**
     * @param event null for the newest that the channel takes
     * @return empty when there is no such event
     */
    Optional<Preview> preview(String channel, UUID event);
}

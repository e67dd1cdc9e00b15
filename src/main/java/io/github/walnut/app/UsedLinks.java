package io.github.walnut.app;

import io.github.walnut.security.ActionLink;
import io.github.walnut.security.ActionLinks;
import io.github.walnut.store.StoreUnavailableException;
import io.github.walnut.store.UsedLinkRepository;
import io.github.walnut.ups.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which links were used. Those of this process are known here, too: while the store is away a run
 * can be held all the same, and a link still has one effect.
 */
final class UsedLinks {

    private static final Logger LOG = LoggerFactory.getLogger(UsedLinks.class);

    private final UsedLinkRepository repository;
    private final Clock clock;
    private final Map<String, Instant> recent = new HashMap<>();

    UsedLinks(UsedLinkRepository repository, Clock clock) {
        this.repository = repository;
        this.clock = clock;
    }

    boolean used(ActionLink link) {
        String print = ActionLinks.print(link);
        synchronized (this) {
            if (recent.containsKey(print)) {
                return true;
            }
        }
        try {
            return repository.used(print);
        } catch (StoreUnavailableException e) {
            LOG.warn("Links that an earlier process saw used are not known: {}", e.getMessage());
            return false;
        }
    }

    /** Marks it as used; false when it was before. */
    boolean use(ActionLink link) {
        Instant now = clock.now();
        String print = ActionLinks.print(link);
        synchronized (this) {
            recent.values().removeIf(now::isAfter);
            if (recent.putIfAbsent(print, link.until()) != null) {
                return false;
            }
        }
        try {
            return repository.use(print, link.until(), now);
        } catch (StoreUnavailableException e) {
            LOG.warn("That a link was used is kept in memory: {}", e.getMessage());
            return true;
        }
    }

    /** Nothing came of it: it may be used after all. */
    void release(ActionLink link) {
        String print = ActionLinks.print(link);
        synchronized (this) {
            recent.remove(print);
        }
        try {
            repository.release(print);
        } catch (StoreUnavailableException e) {
            LOG.warn("A link that did nothing counts as used: {}", e.getMessage());
        }
    }
}

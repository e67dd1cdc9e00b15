package io.github.walnut.road;

import io.github.walnut.policy.Decision;
import io.github.walnut.policy.Decision.Kind;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.rules.PolicySession;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.Outage;
import io.github.walnut.ups.SyntheticEvents.Injection;
import io.github.walnut.ups.UpsFacts;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * One evaluation in a session that is filled for it: everything as it is at this moment, and one
 * UPS as it was made up. Only for that UPS does it count as having been so for a while; the windows
 * of all others are as far as they really are.
 */
final class InjectedRound {

    private final PolicySession session;
    private final Instant now;

    private record Key(UUID policy, String subject) {}

    /**
     * @param session empty
     */
    InjectedRound(PolicySession session, Instant now) {
        this.session = session;
        this.now = now;
    }

    /** Takes over what the other session knows and how far its triggers are. */
    void fill(
            PolicySession from,
            Collection<UpsFacts> facts,
            Collection<StoredPolicy> policies,
            Collection<Outage> outages) {
        session.restore(from.memories());
        facts.forEach(known -> session.update(known, null, now));
        policies.forEach(policy -> session.put(policy, now));
        outages.forEach(session::learn);
    }

    /** The word of each policy that the event concerns. */
    Collection<Decision> judge(Injection injection) {
        session.tick(now); // what is due anyway is the other session's
        Instant begin = injection.began().updatedAt();
        if (injection.before() != null) {
            session.recall(injection.before(), begin);
        }
        session.recall(injection.began(), begin);
        Event event = injection.event();
        Map<Key, Decision> words = new LinkedHashMap<>();
        for (Decision decision : session.update(injection.overlay(), event, now)) {
            words.merge(
                    new Key(decision.policyId(), decision.subject()),
                    decision.causedBy(event.id()),
                    (one, other) -> one.kind() == Kind.MATCHED ? one : other);
        }
        return words.values();
    }
}

package io.github.walnut.road;

import io.github.walnut.policy.Decision;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.Trigger;
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
import java.util.stream.Stream;

/**
 * One evaluation in a session that is filled for it: everything as it is, then what was made up as
 * if it had begun a while ago and held until now.
 */
final class InjectedRound {

    private final PolicySession session;
    private final Map<UUID, StoredPolicy> policies;
    private final Instant now;

    private record Key(UUID policy, String subject) {}

    InjectedRound(PolicySession session, Map<UUID, StoredPolicy> policies, Instant now) {
        this.session = session;
        this.policies = policies;
        this.now = now;
    }

    /** The last word of each policy about each subject. */
    Collection<Decision> judge(
            MatchingMemory memory,
            Collection<Outage> outages,
            Collection<UpsFacts> facts,
            Injection injection) {
        Instant begin = now.minus(injection.heldFor());
        policies.values().stream()
                .filter(InjectedRound::listens)
                .forEach(policy -> session.put(policy, begin));
        new MatchObstacles(session, policies::get).restore(memory, policies.values(), now);
        outages.forEach(session::learn);
        facts.forEach(known -> session.update(known, null, begin));
        if (injection.before() != null) {
            session.update(injection.before(), null, begin);
        }
        Map<Key, Decision> last = new LinkedHashMap<>();
        Event event = injection.event();
        Stream.concat(
                        session.update(injection.began(), event, begin).stream(),
                        session.update(injection.overlay(), event, now).stream())
                .map(decision -> decision.causedBy(event.id()))
                .forEach(each -> last.put(new Key(each.policyId(), each.subject()), each));
        return last.values();
    }

    /** What only waits for a time of day is no concern of an event. */
    private static boolean listens(StoredPolicy policy) {
        return !policy.policy().triggers().stream().allMatch(Trigger::byTheClock);
    }
}

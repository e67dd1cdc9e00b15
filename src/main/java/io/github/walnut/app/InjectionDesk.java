package io.github.walnut.app;

import io.github.walnut.api.EventInjection;
import io.github.walnut.policy.Decision;
import io.github.walnut.road.InjectedMatch;
import io.github.walnut.road.Matching;
import io.github.walnut.rules.PolicySession;
import io.github.walnut.run.RunRequest;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.Ids;
import io.github.walnut.ups.Outage;
import io.github.walnut.ups.SyntheticEvents;
import io.github.walnut.ups.SyntheticEvents.Injection;
import io.github.walnut.ups.UpsFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Tells events that somebody made up, and begins the runs that follow from them. */
final class InjectionDesk implements EventInjection {

    private final Function<String, Optional<UpsFacts>> fleet;
    private final Supplier<List<Outage>> outages;
    private final Supplier<PolicySession> sessions;
    private final Matching matching;
    private final Function<RunRequest, UUID> starter;
    private final Consumer<Event> tell;
    private final SyntheticEvents events;
    private final Clock clock;

    /**
     * @param outages that are open
     * @param sessions each empty
     * @param starter plans and journals a run; null while it waits for another policy's
     * @param tell stores the event and tells it; returns when it is stored
     */
    InjectionDesk(
            Function<String, Optional<UpsFacts>> fleet,
            Supplier<List<Outage>> outages,
            Supplier<PolicySession> sessions,
            Matching matching,
            Function<RunRequest, UUID> starter,
            Consumer<Event> tell,
            Clock clock,
            Ids ids) {
        this.fleet = fleet;
        this.outages = outages;
        this.sessions = sessions;
        this.matching = matching;
        this.starter = starter;
        this.tell = tell;
        this.events = new SyntheticEvents(ids);
        this.clock = clock;
    }

    @Override
    public Injected inject(Wish wish) {
        Instant now = clock.now();
        Injection injection =
                injection(facts(wish.upsId()), wish.claim(), wish.heldFor(), now)
                        .told(wish.attrs(), wish.at() == null ? now : wish.at());
        if (!wish.preview()) {
            tell.accept(injection.event());
        }
        List<InjectedMatch> judged =
                matching.inject(sessions.get(), outages.get(), injection, wish.live());
        return new Injected(
                injection.event(),
                wish.preview()
                        ? judged.stream().map(each -> match(each, null)).toList()
                        : begun(judged));
    }

    private List<Match> begun(List<InjectedMatch> judged) {
        List<Match> matches = new ArrayList<>();
        List<Decision> decisions = new ArrayList<>();
        for (InjectedMatch each : judged) {
            UUID run = each.request() == null ? null : starter.apply(each.request());
            decisions.add(run == null ? each.decision() : each.decision().ran(run));
            matches.add(match(each, run));
        }
        matching.injected(decisions);
        return matches;
    }

    private Match match(InjectedMatch judged, UUID run) {
        Decision decision = judged.decision();
        RunRequest request = judged.request();
        return new Match(
                decision.policyId(),
                matching.policy(decision.policyId()).map(p -> p.policy().name()).orElse(null),
                decision.subject(),
                run,
                request == null ? null : request.mode(),
                decision.kind().word(),
                request == null ? decision.detail() : request.reason(),
                decision.until());
    }

    private UpsFacts facts(String upsId) {
        return fleet.apply(upsId)
                .orElseThrow(() -> new IllegalArgumentException("no UPS '" + upsId + "'"));
    }

    private Injection injection(UpsFacts facts, Claim claim, Duration heldFor, Instant now) {
        if (claim instanceof Crossed crossed) {
            return events.metric(facts, crossed.threshold(), crossed.value(), heldFor, now);
        }
        Entered entered = (Entered) claim;
        return events.state(facts, entered.from(), entered.to(), heldFor, now);
    }
}

package io.github.walnut.app;

import io.github.walnut.api.ManualRuns;
import io.github.walnut.component.walnut.ConnectionSender;
import io.github.walnut.dispatch.Dispatcher;
import io.github.walnut.policy.Decision;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.road.Matching;
import io.github.walnut.run.Maintenance;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunMode;
import io.github.walnut.run.RunRefusedException;
import io.github.walnut.run.RunRefusedException.Why;
import io.github.walnut.run.RunRequest;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Ids;
import io.github.walnut.ups.UpsFacts;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Starts runs that a person asks for, and says whether they may act for real. */
final class StartedByHand implements ManualRuns {

    private final Dispatcher dispatcher;
    private final Matching matching;
    private final Function<String, Optional<UpsFacts>> fleet;
    private final BooleanSupplier armed;
    private final Maintenance maintenance;
    private final Clock clock;
    private final Ids ids;

    StartedByHand(
            Dispatcher dispatcher,
            Matching matching,
            Function<String, Optional<UpsFacts>> fleet,
            BooleanSupplier armed,
            Maintenance maintenance,
            Clock clock,
            Ids ids) {
        this.dispatcher = dispatcher;
        this.matching = matching;
        this.fleet = fleet;
        this.armed = armed;
        this.maintenance = maintenance;
        this.clock = clock;
        this.ids = ids;
    }

    /** What a run of the policy would be if it began now. */
    RunMode mode(StoredPolicy policy) {
        return RunMode.of(policy, armed.getAsBoolean(), maintenance, null, clock.now());
    }

    @Override
    public UUID start(StoredPolicy policy, Wish wish, String actor) {
        RunMode possible = mode(policy);
        if (wish.mode() == Run.Mode.LIVE && !possible.live()) {
            throw new RunRefusedException(
                    possible.maintenance() ? Why.MAINTENANCE : Why.NOT_ARMED,
                    "policy '"
                            + policy.policy().name()
                            + "' cannot act for real: "
                            + possible.reason());
        }
        return begin(
                policy,
                wish.upsId(),
                wish.mode(),
                actor,
                (wish.force() ? "by hand, forced: " : "by hand: ") + wish.reason(),
                wish.force());
    }

    /**
     * @param why what the run's record tells of its begin
     */
    UUID begin(StoredPolicy policy, String upsId, Run.Mode mode, String actor, String why) {
        return begin(policy, upsId, mode, actor, why, false);
    }

    private UUID begin(
            StoredPolicy policy,
            String upsId,
            Run.Mode mode,
            String actor,
            String why,
            boolean forced) {
        UpsFacts ups = upsId == null ? null : fleet.apply(upsId).orElse(null);
        UUID outage = ups == null ? null : ups.outageId();
        return dispatcher.start(
                new RunRequest(
                        Run.Kind.MANUAL,
                        mode,
                        policy,
                        shown(policy, upsId),
                        upsId,
                        null,
                        outage == null ? ids.next() : outage,
                        outage,
                        ups == null ? 0 : ups.episode(),
                        actor,
                        why,
                        forced));
    }

    @Override
    public UUID act(StoredPolicy wish, String hostId, String reason, String actor) {
        Why closed = closed(hostId);
        if (closed != null) {
            throw new RunRefusedException(
                    closed,
                    closed == Why.NOT_ARMED
                            ? "nothing acts for real while walNUT is not armed"
                            : "host '" + hostId + "' is in maintenance");
        }
        return begin(wish, Run.Mode.LIVE, ids.next(), actor, "by hand: " + reason);
    }

    /**
     * As {@link #act}, but a rehearsal while nothing may act for real.
     *
     * @param why what the run's record tells of its begin
     */
    ConnectionSender.Sent sent(
            StoredPolicy wish, String hostId, UUID correlation, String actor, String why) {
        boolean live = closed(hostId) == null;
        return new ConnectionSender.Sent(
                begin(wish, live ? Run.Mode.LIVE : Run.Mode.DRY_RUN, correlation, actor, why),
                live);
    }

    /** Why nothing may act on the host for real now, or null. */
    private Why closed(String hostId) {
        if (!armed.getAsBoolean()) {
            return Why.NOT_ARMED;
        }
        boolean inMaintenance =
                maintenance.ofHost(hostId, clock.now())
                        || maintenance.active(clock.now()).stream()
                                .anyMatch(window -> window.all());
        return inMaintenance ? Why.MAINTENANCE : null;
    }

    private UUID begin(
            StoredPolicy wish, Run.Mode mode, UUID correlation, String actor, String why) {
        return dispatcher.start(
                new RunRequest(
                        Run.Kind.MANUAL,
                        mode,
                        wish,
                        null,
                        null,
                        null,
                        correlation,
                        null,
                        0,
                        actor,
                        why));
    }

    /** How things stood when it was started; none of it holds the run back. */
    private Decision shown(StoredPolicy policy, String upsId) {
        return new Decision(
                policy.id(),
                upsId,
                clock.now(),
                null,
                Decision.Kind.MATCHED,
                null,
                null,
                List.of(),
                matching.conditions(policy.policy(), upsId).results());
    }
}

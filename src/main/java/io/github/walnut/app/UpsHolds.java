package io.github.walnut.app;

import io.github.walnut.api.Problem;
import io.github.walnut.api.UpsControl.Holding;
import io.github.walnut.component.nut.NutConstants;
import io.github.walnut.dispatch.NamedThreads;
import io.github.walnut.policy.Finding;
import io.github.walnut.policy.SiteView;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunListener;
import io.github.walnut.run.Step;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps walNUT logged in as a secondary to the UPSs of which that was asked, so that their
 * primaries wait for its targets, and logs out once these are off. With mains it logs in again.
 */
final class UpsHolds implements RunListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UpsHolds.class);
    private static final long AGAIN_SECONDS = 5;

    private enum State {
        WAITING,
        HELD,
        RELEASED,
        FAILED
    }

    private record Standing(State state, Integer logins, String detail) {
        static final Standing NONE = new Standing(State.WAITING, null, null);

        boolean held() {
            return state == State.HELD;
        }
    }

    private final UpsAsking asking;
    private final Supplier<Set<String>> wanted;
    private final Function<String, Optional<UpsFacts>> facts;
    private final FedTargets targets;
    private final Map<String, Standing> standings = new ConcurrentHashMap<>();
    private final ScheduledExecutorService thread =
            new ScheduledThreadPoolExecutor(1, new NamedThreads("ups-hold"));
    private volatile Runnable changed = () -> {};

    /**
     * @param wanted ids of the UPSs that are to be held
     */
    UpsHolds(
            UpsAsking asking,
            Supplier<Set<String>> wanted,
            Function<String, Optional<UpsFacts>> facts,
            FedTargets targets) {
        this.asking = asking;
        this.wanted = wanted;
        this.facts = facts;
        this.targets = targets;
    }

    /** Who hears that other UPSs are to be held. */
    void onChange(Runnable listener) {
        changed = listener;
    }

    void start() {
        thread.scheduleWithFixedDelay(this::check, 0, AGAIN_SECONDS, TimeUnit.SECONDS);
    }

    /** People may have said otherwise of a UPS. */
    void changed() {
        soon();
        changed.run();
    }

    @Override
    public void changed(String type, Run run, List<Step> steps) {
        if (type.equals("run.closed") && !standings.isEmpty()) {
            soon();
        }
    }

    private void soon() {
        try {
            thread.execute(this::check);
        } catch (RejectedExecutionException ending) {
            LOG.debug("holds are at their end", ending);
        }
    }

    /** How it stands with a UPS. */
    Holding of(String upsId) {
        if (!wanted.get().contains(upsId)) {
            return new Holding("off", null, null, List.of());
        }
        Standing now = standings.getOrDefault(upsId, Standing.NONE);
        return new Holding(
                now.state().name().toLowerCase(Locale.ROOT),
                now.logins(),
                now.detail(),
                warnings(upsId));
    }

    /** What keeps primaries of a server from waiting, each with its UPS. */
    List<String> failed(String serverId) {
        return standings.entrySet().stream()
                .filter(each -> each.getValue().state() == State.FAILED)
                .filter(each -> UpsId.parse(each.getKey()).server().equalsIgnoreCase(serverId))
                .sorted(Map.Entry.comparingByKey())
                .map(
                        each ->
                                "The primary of "
                                        + each.getKey()
                                        + " does not wait: "
                                        + each.getValue().detail())
                .toList();
    }

    private List<String> warnings(String upsId) {
        return targets.of(upsId).stream()
                .flatMap(
                        policy ->
                                policy.findings().stream()
                                        .filter(f -> f.code().equals(SiteView.Primaries.TOO_SHORT))
                                        .map(Finding::message)
                                        .map(text -> policy.policy().name() + ": " + text))
                .distinct()
                .toList();
    }

    private synchronized void check() {
        try {
            Set<String> held = wanted.get();
            standings.keySet().stream().filter(ups -> !held.contains(ups)).forEach(this::letGo);
            held.forEach(this::check);
        } catch (RuntimeException e) {
            new RoundFaults(LOG, thread::isShutdown)
                    .tell("It could not be seen to that primaries wait", e);
        }
    }

    private void check(String upsId) {
        Standing before = standings.getOrDefault(upsId, Standing.NONE);
        if (off(upsId)) {
            if (before.state() != State.RELEASED) {
                release(upsId, before);
            }
        } else if (!hold(upsId, before) && before.held()) {
            hold(upsId, standings.get(upsId)); // the connection was lost
        }
    }

    private boolean off(String upsId) {
        return facts.apply(upsId)
                .filter(ups -> ups.outageId() != null)
                .filter(ups -> targets.off(upsId, ups.outageId()))
                .isPresent();
    }

    private boolean hold(String upsId, Standing before) {
        try {
            Map<?, ?> answer = tell(upsId, "hold");
            Integer logins = (Integer) answer.get("logins");
            standings.put(upsId, new Standing(State.HELD, logins, null));
            if (!before.held()) {
                LOG.info("The primary of {} waits for walNUT's targets", upsId);
                warnings(upsId).forEach(LOG::warn);
            }
            return true;
        } catch (Problem refused) {
            String why = refused.getMessage();
            standings.put(upsId, new Standing(State.FAILED, null, why));
            if (!why.equals(before.detail())) {
                LOG.warn("The primary of {} does not wait for walNUT's targets: {}", upsId, why);
            }
            return false;
        }
    }

    private void release(String upsId, Standing before) {
        goodbye(upsId, before);
        standings.put(upsId, new Standing(State.RELEASED, null, null));
        LOG.info("Every target of {} is off: its primary need not wait any longer", upsId);
    }

    private void letGo(String upsId) {
        goodbye(upsId, standings.getOrDefault(upsId, Standing.NONE));
        standings.remove(upsId);
    }

    /** A login ends with its connection, so whoever cannot be told has none of ours. */
    private void goodbye(String upsId, Standing before) {
        if (before.held()) {
            try {
                tell(upsId, "release");
            } catch (Problem gone) {
                LOG.debug("no goodbye to the server of {}: {}", upsId, gone.getMessage());
            }
        }
    }

    /** Their server is about to be left, or to be asked in another name. */
    synchronized void letGoOf(String serverId) {
        standings.keySet().stream()
                .filter(ups -> UpsId.parse(ups).server().equalsIgnoreCase(serverId))
                .forEach(this::letGo);
    }

    private Map<?, ?> tell(String upsId, String operation) {
        return asking.ask(upsId, Map.of(NutConstants.OPERATION, operation)).getBody(Map.class);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}

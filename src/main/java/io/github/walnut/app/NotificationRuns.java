package io.github.walnut.app;

import io.github.walnut.run.Gate;
import io.github.walnut.run.Obligation;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunListener;
import io.github.walnut.run.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;

/**
 * News of runs that are no events: what came to the end of its recovery, and gates that stay shut.
 * Knows the runs that events are about.
 */
final class NotificationRuns implements RunListener {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** A run that is over is told of by an event that comes a moment later. */
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final Map<UUID, Run> known = new ConcurrentHashMap<>();
    private final Map<String, ScheduledFuture<?>> shut = new ConcurrentHashMap<>();
    private final NotificationSender sender;
    private Notices notices;
    private NotificationDesk desk;

    NotificationRuns(NotificationSender sender) {
        this.sender = sender;
    }

    void tell(Notices newNotices, NotificationDesk newDesk) {
        notices = newNotices;
        desk = newDesk;
    }

    /** Null for a run that is long over. */
    Run run(UUID id) {
        return known.get(id);
    }

    @Override
    public void changed(String type, Run run, List<Step> changed) {
        known.put(run.id(), run);
        if (run.state().terminal()
                && sender.after(REMEMBERED, () -> known.remove(run.id())).isEmpty()) {
            known.remove(run.id());
        }
    }

    @Override
    public void owed(Run run, List<Obligation> changed) {
        for (Obligation owed : changed) {
            notices.of(run, owed)
                    .ifPresent(
                            notice ->
                                    desk.told(
                                            notice,
                                            Map.of(
                                                    "run_id",
                                                    run.id().toString(),
                                                    "host_id",
                                                    owed.target().hostId(),
                                                    "target_id",
                                                    owed.target().id(),
                                                    "status",
                                                    owed.status().word())));
        }
    }

    @Override
    public void gate(Run stopped, String hostId, Gate gate) {
        String key = stopped.id() + "/" + hostId + "/" + gate.kind();
        ScheduledFuture<?> before = shut.remove(key);
        if (before != null) {
            before.cancel(false);
        }
        if (!gate.open()) {
            sender.after(PATIENCE, () -> stillShut(key, stopped, hostId, gate))
                    .ifPresent(wait -> shut.put(key, wait));
        }
    }

    private void stillShut(String key, Run stopped, String hostId, Gate gate) {
        shut.remove(key);
        desk.told(
                notices.of(stopped, hostId, gate),
                Map.of("run_id", stopped.id().toString(), "gate", gate.kind().word()));
    }
}

package io.github.walnut.app;

import io.github.walnut.api.MaintenanceControl;
import io.github.walnut.run.Maintenance;
import io.github.walnut.run.MaintenanceWindow;
import io.github.walnut.store.MaintenanceRepository;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.EventName;
import io.github.walnut.ups.HealthEvents;
import io.github.walnut.ups.Ids;
import io.github.walnut.ups.Severity;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsState;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Windows of maintenance: which are open now, and what people have to hear about them. Polls of
 * UPSs are its clock.
 */
final class MaintenanceDesk implements Maintenance, MaintenanceControl {

    private final MaintenanceRepository stored;
    private final Clock clock;
    private final Ids ids;
    private final Set<Raised> raised = new HashSet<>();
    private volatile List<MaintenanceWindow> windows;
    private volatile Consumer<Event> events = event -> {};
    private volatile Runnable changed = () -> {};
    private Set<UUID> open;

    private record Raised(UUID window, UUID outage, Severity severity) {}

    MaintenanceDesk(MaintenanceRepository stored, Clock clock, Ids ids) {
        this.stored = stored;
        this.clock = clock;
        this.ids = ids;
        this.windows = stored.all();
        this.open = openNow();
    }

    /**
     * @param listener hears of begins, ends and outages
     * @param mode is told when what is open has changed
     */
    void tell(Consumer<Event> listener, Runnable mode) {
        events = listener;
        changed = mode;
    }

    /** Until when everything is in maintenance, if it is. */
    Optional<Instant> ofAllUntil() {
        return active(clock.now()).stream()
                .filter(MaintenanceWindow::all)
                .map(MaintenanceWindow::until)
                .max(Comparator.naturalOrder());
    }

    @Override
    public List<MaintenanceWindow> active(Instant at) {
        return windows.stream().filter(window -> window.active(at)).toList();
    }

    @Override
    public List<MaintenanceWindow> windows() {
        return windows;
    }

    @Override
    public synchronized MaintenanceWindow open(Wish wish) {
        MaintenanceWindow window =
                new MaintenanceWindow(
                        ids.next(),
                        wish.startsAt(),
                        wish.until(),
                        wish.reason(),
                        wish.actor(),
                        wish.all(),
                        wish.hosts(),
                        wish.policies(),
                        clock.now());
        stored.add(window);
        windows =
                Stream.concat(windows.stream(), Stream.of(window))
                        .sorted(Comparator.comparing(MaintenanceWindow::startsAt).reversed())
                        .toList();
        turn();
        return window;
    }

    @Override
    public synchronized boolean close(UUID id) {
        boolean there = stored.delete(id);
        Optional<MaintenanceWindow> closed =
                windows.stream().filter(window -> window.id().equals(id)).findFirst();
        windows = windows.stream().filter(window -> !window.id().equals(id)).toList();
        if (open.remove(id)) {
            closed.ifPresent(window -> say(EventName.MAINTENANCE_ENDED, window));
            changed.run();
        }
        return there;
    }

    /** News of a UPS: it may be in an outage while something is in maintenance. */
    synchronized void heard(UpsFacts facts) {
        turn();
        if (facts.outageId() == null || open.isEmpty()) {
            return;
        }
        Severity severity = facts.has(UpsState.CRITICAL) ? Severity.ERROR : Severity.WARN;
        for (MaintenanceWindow window : active(clock.now())) {
            if (raised.add(new Raised(window.id(), facts.outageId(), severity))) {
                events.accept(
                        HealthEvents.about(
                                ids,
                                EventName.OUTAGE_IN_MAINTENANCE,
                                severity,
                                new Event.Subject("ups", facts.upsId()),
                                clock.now(),
                                details(window),
                                clock.now()));
            }
        }
    }

    private void turn() {
        Set<UUID> now = openNow();
        if (now.equals(open)) {
            return;
        }
        for (MaintenanceWindow window : windows) {
            boolean is = now.contains(window.id());
            if (is != open.contains(window.id())) {
                say(is ? EventName.MAINTENANCE_STARTED : EventName.MAINTENANCE_ENDED, window);
            }
        }
        raised.removeIf(told -> !now.contains(told.window()));
        open = now;
        changed.run();
    }

    private Set<UUID> openNow() {
        Set<UUID> now = new HashSet<>();
        active(clock.now()).forEach(window -> now.add(window.id()));
        return now;
    }

    private void say(EventName name, MaintenanceWindow window) {
        events.accept(
                HealthEvents.about(
                        ids,
                        name,
                        new Event.Subject("system", "walnut"),
                        clock.now(),
                        details(window)));
    }

    private static Map<String, Object> details(MaintenanceWindow window) {
        return Map.of(
                "window_id",
                window.id().toString(),
                "reason",
                window.reason(),
                "by",
                window.by(),
                "until",
                window.until().toString());
    }
}

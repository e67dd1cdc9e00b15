package io.github.walnut.app;

import io.github.walnut.inventory.Host;
import io.github.walnut.store.HostRepository;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.EventName;
import io.github.walnut.ups.HealthEvents;
import io.github.walnut.ups.Ids;
import io.github.walnut.ups.Severity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The states of hosts: stored, in force at once, and told when they change. */
final class HostStates {

    private final HostRepository repository;
    private final LiveInventory inventory;
    private final Consumer<Event> events;
    private final Clock clock;
    private final Ids ids;
    private volatile Consumer<String> listener = host -> {};

    HostStates(
            HostRepository repository,
            LiveInventory inventory,
            Consumer<Event> events,
            Clock clock,
            Ids ids) {
        this.repository = repository;
        this.inventory = inventory;
        this.events = events;
        this.clock = clock;
        this.ids = ids;
    }

    /** Hears the id of each host that came to another state, or was changed otherwise. */
    void onChange(Consumer<String> newListener) {
        listener = newListener;
    }

    /** Something else of the host was changed. */
    void changed(String hostId) {
        listener.accept(hostId);
    }

    /**
     * A host was written with another state.
     *
     * @param reason for people, or null
     */
    void written(Host before, Host.State state, String reason) {
        if (before.state() != state) {
            tell(before, state, reason);
        }
        changed(before.id());
    }

    /**
     * @param reason for people, or null
     */
    void set(String hostId, Host.State state, String reason) {
        set(
                hostId,
                state,
                reason,
                () -> {
                    repository.setState(hostId, state, reason);
                    return true;
                });
    }

    /**
     * What a test found out about this connection; it says nothing about one that was changed
     * meanwhile.
     */
    void tested(HostRepository.StoredHost tested, Host.State state, String reason) {
        String id = tested.host().id();
        set(id, state, reason, () -> repository.setState(id, tested.version(), state, reason));
    }

    /** What a heartbeat found out; a changed connection stays in doubt until it is tested. */
    void beat(String hostId, Host.State state, String reason) {
        set(hostId, state, reason, () -> repository.setStateUnlessInReview(hostId, state, reason));
    }

    private synchronized void set(
            String hostId, Host.State state, String reason, BooleanSupplier write) {
        Host before = repository.find(hostId).map(HostRepository.StoredHost::host).orElse(null);
        if (before == null
                || before.state() == state && Objects.equals(before.stateReason(), reason)
                || !write.getAsBoolean()) {
            return;
        }
        inventory.reload();
        written(before, state, reason);
    }

    private void tell(Host before, Host.State state, String reason) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("host_id", before.id());
        details.put("from", before.state().word());
        details.put("to", state.word());
        details.put("reason", reason);
        events.accept(
                HealthEvents.told(
                        ids,
                        EventName.INTEGRATION_STATE_CHANGED,
                        severity(state),
                        new Event.Subject("host", before.id()),
                        clock.now(),
                        details,
                        before.name()
                                + " is "
                                + state.word()
                                + (reason == null ? "" : ": " + reason)));
    }

    private static Severity severity(Host.State state) {
        return switch (state) {
            case ERROR, TYPE_UNAVAILABLE -> Severity.ERROR;
            case DEGRADED, NEEDS_REVIEW -> Severity.WARN;
            default -> Severity.INFO;
        };
    }
}

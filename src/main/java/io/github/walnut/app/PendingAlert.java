package io.github.walnut.app;

import io.github.walnut.component.nut.NutAlertHook;
import io.github.walnut.component.nut.NutServer;
import io.github.walnut.dispatch.Dispatcher;
import io.github.walnut.road.Matching;
import io.github.walnut.ups.UpsId;

/** A UPS is read at the fast interval while a trigger waits for it or a run names it. */
final class PendingAlert implements NutAlertHook {

    private final Pollers pollers;
    private final Matching matching;
    private final Dispatcher dispatcher;

    PendingAlert(Pollers pollers, Matching matching, Dispatcher dispatcher) {
        this.pollers = pollers;
        this.matching = matching;
        this.dispatcher = dispatcher;
    }

    @Override
    public boolean alert(NutServer server, String ups) {
        return pollers.record(server)
                .map(record -> new UpsId(ups, record.id()).toString())
                .filter(id -> !matching.pending(id).isEmpty() || running(id))
                .isPresent();
    }

    private boolean running(String upsId) {
        return dispatcher.active().stream().anyMatch(run -> upsId.equalsIgnoreCase(run.upsId()));
    }
}

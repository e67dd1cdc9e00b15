package io.github.walnut.component.nut;

import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the application around the component provides. */
record NutHost(
        NutClock clock,
        NutTlsMemory memory,
        NutAlertHook alertHook,
        NutServerListener listener,
        ScheduledExecutorService watchdog) {

    private static final Logger LOG = LoggerFactory.getLogger(NutHost.class);

    /** A listener that fails must not end a poller. */
    void tell(NutServerEvent event) {
        if (event.grave()) {
            LOG.warn("{}", event);
        } else if (event instanceof NutServerEvent.Listed) {
            LOG.debug("{}", event);
        } else {
            LOG.info("{}", event);
        }
        if (listener != null) {
            try {
                listener.on(event);
            } catch (RuntimeException e) {
                LOG.warn("the listener failed on {}", event, e);
            }
        }
    }

    boolean alert(NutServer server, String ups) {
        if (alertHook == null) {
            return false;
        }
        try {
            return alertHook.alert(server, ups);
        } catch (RuntimeException e) {
            LOG.warn(
                    "the alert hook failed for {} at {}: it is read at the fast interval",
                    ups,
                    server,
                    e);
            return true;
        }
    }
}

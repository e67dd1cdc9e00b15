package io.github.walnut.component.nut;

import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the application around the component provides. */
record NutHost(
        NutClock clock,
        NutTlsMemory memory,
        NutAddresses addresses,
        NutAlertHook alertHook,
        NutServerListener listener,
        ScheduledExecutorService watchdog,
        NutLog log) {

    private static final Logger LOG = LoggerFactory.getLogger(NutHost.class);

    /** A listener that fails must not end a poller. */
    void tell(NutServerEvent event) {
        write(event);
        if (listener != null) {
            try {
                listener.on(event);
            } catch (RuntimeException e) {
                LOG.warn("The listener failed on: {}", NutSentences.of(event), e);
            }
        }
    }

    private void write(NutServerEvent event) {
        if (event instanceof NutServerEvent.Listed) {
            LOG.debug("{}", NutSentences.of(event));
            return;
        }
        log.line(event, clock.monotonicMillis())
                .ifPresentOrElse(
                        line -> {
                            if (event.grave()) {
                                LOG.warn("{}", line);
                            } else {
                                LOG.info("{}", line);
                            }
                        },
                        () -> LOG.debug("{}", NutSentences.of(event)));
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

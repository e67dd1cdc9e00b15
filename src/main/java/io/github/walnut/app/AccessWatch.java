package io.github.walnut.app;

import io.github.walnut.dispatch.NamedThreads;
import io.github.walnut.security.Accounts;
import io.github.walnut.store.StoreUnavailableException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices within a second what the command line changes of accounts, sessions, tokens and their
 * secret beside the server, and writes down what was counted of logins and of the use of tokens.
 */
final class AccessWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AccessWatch.class);
    private static final long EVERY_MILLIS = 500;
    private static final int ROUNDS_PER_USE = 60;

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(new NamedThreads("access"));
    private final Accounts accounts;
    private final TokenSecret secret;
    private final BooleanSupplier damaged;
    private int rounds;

    /**
     * @param damaged whether the store was found damaged while it was read
     */
    AccessWatch(AccessRoom access, BooleanSupplier damaged) {
        this.damaged = damaged;
        this.accounts = access.accounts;
        this.secret = access.secret;
        thread.scheduleWithFixedDelay(
                this::round, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void round() {
        if (damaged.getAsBoolean()) {
            return; // what was read before is all that is known of sessions
        }
        try {
            accounts.refresh();
            secret.renew();
            if (++rounds % ROUNDS_PER_USE == 0) {
                accounts.apiTokens().writeUses();
            }
        } catch (StoreUnavailableException e) {
            LOG.debug("Accounts are not refreshed while the store is away: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("Accounts cannot be refreshed from the store", e);
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (thread.awaitTermination(5, TimeUnit.SECONDS)) {
                accounts.refresh();
                accounts.apiTokens().writeUses();
            }
        } catch (StoreUnavailableException e) {
            LOG.warn("What was counted of logins is lost: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

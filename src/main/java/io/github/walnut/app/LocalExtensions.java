package io.github.walnut.app;

import io.github.walnut.cli.CliException;
import io.github.walnut.cli.Extensions;
import io.github.walnut.config.Configuration;
import io.github.walnut.integration.DisabledTypes;
import io.github.walnut.routes.UserRoute;
import io.github.walnut.store.AuditEntry;
import io.github.walnut.store.DatabaseConfig;
import io.github.walnut.store.StoreException;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;

/** Takes routes and types that people added out of the next start, and back into it. */
final class LocalExtensions implements Extensions {

    private static final String CLI = "cli";

    private final SystemClock clock;

    LocalExtensions(SystemClock clock) {
        this.clock = clock;
    }

    @Override
    public void enableRoutes(Configuration configuration, String id, boolean enabled) {
        with(
                configuration,
                store -> {
                    UserRoute document =
                            store.userRoutes.all().stream()
                                    .filter(each -> each.id().equals(id))
                                    .findFirst()
                                    .orElseThrow(() -> missing("document of routes", id));
                    store.userRoutes.enable(document.id(), enabled);
                    audit(store, enabled ? "route-start" : "route-stop", id);
                });
    }

    @Override
    public void enableType(Configuration configuration, String id, boolean enabled) {
        DisabledTypes types = new DisabledTypes(DriverRoom.uploaded(configuration));
        with(
                configuration,
                store -> {
                    try {
                        if (!(enabled ? types.enable(id) : types.disable(id))) {
                            throw missing("uploaded type", id);
                        }
                    } catch (IOException e) {
                        throw new CliException(
                                CliException.FAILED, "Type " + id + " cannot be marked: " + e, e);
                    }
                    audit(
                            store,
                            enabled ? "integration.type.enabled" : "integration.type.disabled",
                            id);
                });
    }

    private void with(Configuration configuration, Consumer<StoreRoom> work) {
        try (StoreRoom store = new StoreRoom(configuration, DatabaseConfig.Mode.PRESENT, clock)) {
            work.accept(store);
        } catch (StoreException e) {
            throw new CliException(e.exitCode(), e.getMessage());
        }
    }

    private static CliException missing(String what, String id) {
        return new CliException(CliException.FAILED, "There is no " + what + " '" + id + "'");
    }

    private static void audit(StoreRoom store, String action, String id) {
        store.audit.append(
                new AuditEntry(CLI, CLI, null, action, id, "ok", null, Map.of(), null, null));
    }
}

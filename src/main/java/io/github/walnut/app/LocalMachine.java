package io.github.walnut.app;

import io.github.walnut.cli.Checks;
import io.github.walnut.cli.CliException;
import io.github.walnut.cli.Extensions;
import io.github.walnut.cli.KeysMade;
import io.github.walnut.cli.Local;
import io.github.walnut.cli.People;
import io.github.walnut.cli.Vault;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.ConfigurationException;
import io.github.walnut.config.Setting;
import io.github.walnut.integration.Catalogue;
import io.github.walnut.integration.PackageException;
import io.github.walnut.integration.PackageReader;
import io.github.walnut.store.DatabaseConfig;
import io.github.walnut.store.Health;
import io.github.walnut.store.SchemaTrial;
import io.github.walnut.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * The commands that work on this machine itself. Every command makes one, so it begins no logging
 * of its own.
 */
public final class LocalMachine implements Local {

    private static final int FAILED = CliException.FAILED;

    private final SystemClock clock = new SystemClock();

    @Override
    public KeysMade makeKeys(Configuration configuration) {
        return new LocalKeys(configuration).make();
    }

    @Override
    public Initialised initDatabase(Configuration configuration, boolean forceNew) {
        DatabaseConfig.Mode mode =
                forceNew ? DatabaseConfig.Mode.FORCE_NEW : DatabaseConfig.Mode.COMMAND;
        try (StoreRoom store = new StoreRoom(configuration, mode, clock)) {
            return new Initialised(
                    store.database.file(),
                    store.database.schemaBefore(),
                    store.database.schemaVersion());
        } catch (StoreException e) {
            throw new CliException(e.exitCode(), e.getMessage());
        }
    }

    @Override
    public People people() {
        return new LocalPeople(clock);
    }

    @Override
    public String localToken(Configuration configuration) {
        try (StoreRoom store = new StoreRoom(configuration, DatabaseConfig.Mode.PRESENT, clock)) {
            return new LocalSession(configuration, store, clock).token();
        } catch (StoreException e) {
            throw new CliException(e.exitCode(), e.getMessage());
        }
    }

    @Override
    public List<Finding> check(Configuration configuration) {
        try {
            return new StartCheck(configuration, clock).findings();
        } catch (StoreException e) {
            throw new CliException(e.exitCode(), e.getMessage());
        } catch (ConfigurationException e) {
            throw e;
        } catch (Exception e) {
            throw new CliException(FAILED, "The check cannot be made: " + e.getMessage(), e);
        }
    }

    @Override
    public List<PackageError> checkPackage(Path folder) {
        try {
            new PackageReader(Catalogue.load()).check(folder, DriverRoom.version());
            return List.of();
        } catch (PackageException refused) {
            return refused.errors().stream()
                    .map(error -> new PackageError(error.code(), error.pointer(), error.message()))
                    .toList();
        } catch (IOException e) {
            throw new CliException(FAILED, folder + " cannot be read: " + e.getMessage());
        }
    }

    @Override
    public Map<Setting, Object> storedSettings(Configuration configuration) {
        try (SchemaTrial trial =
                        SchemaTrial.of(
                                StoreRoom.config(configuration, DatabaseConfig.Mode.COMMAND));
                StoreRoom store = new StoreRoom(configuration, trial.config(), clock)) {
            return store.inForce.stored();
        } catch (StoreException e) {
            throw new CliException(e.exitCode(), e.getMessage());
        } catch (IOException e) {
            throw new CliException(FAILED, e.getMessage(), e);
        }
    }

    @Override
    public int serve(Configuration configuration) {
        StartSettings.check(configuration);
        Logging.apply(configuration);
        ProcessEnd end = ProcessEnd.onSignals();
        WalnutServer server;
        try {
            server = WalnutServer.start(configuration, Observer.NOBODY, end::restart);
        } catch (StoreException e) {
            throw new CliException(e.exitCode(), e.getMessage());
        } catch (ConfigurationException e) {
            throw e;
        } catch (Exception e) {
            throw new CliException(FAILED, "walNUT cannot start: " + e.getMessage(), e);
        }
        ProcessKeys.forget();
        int code;
        try (Watchdog dog = watchdog(server)) {
            code = end.await();
        }
        server.close();
        LoggerFactory.getLogger(LocalMachine.class).info("walNUT has stopped");
        return code;
    }

    private static Watchdog watchdog(WalnutServer server) {
        return new Watchdog(
                        server::silence,
                        Watchdog.LIMIT,
                        () -> Runtime.getRuntime().halt(Watchdog.EXIT_CODE))
                .start();
    }

    @Override
    public Extensions extensions() {
        return new LocalExtensions(clock);
    }

    @Override
    public Vault vault() {
        return new LocalVault();
    }

    @Override
    public Checks checks() {
        return new LocalChecks(clock);
    }

    @Override
    public int demo(int port, double speed, int seed, boolean withParent) {
        return new Demo(port, speed, seed, withParent).run();
    }

    @Override
    public Map<String, Object> databaseHealth(Configuration configuration, boolean full) {
        try (StoreRoom store = new StoreRoom(configuration, DatabaseConfig.Mode.PRESENT, clock)) {
            Health.Report report = store.database.health().check(full);
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("ok", report.ok());
            values.put("path", store.database.file().toString());
            values.put("select_ms", report.selectMillis());
            values.put("findings", report.findings());
            if (!report.ok()) {
                throw new CliException(
                        FAILED,
                        String.join("; ", report.findings()).replaceAll("\\s*\\R\\s*", "; "));
            }
            return values;
        } catch (StoreException e) {
            throw new CliException(e.exitCode(), e.getMessage());
        }
    }
}

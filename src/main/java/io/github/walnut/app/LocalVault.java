package io.github.walnut.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.api.AuditJson;
import io.github.walnut.api.AuditReads;
import io.github.walnut.cli.CliException;
import io.github.walnut.cli.Vault;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.Setting;
import io.github.walnut.config.StoredSetting;
import io.github.walnut.publish.Json;
import io.github.walnut.security.PassphraseSeal;
import io.github.walnut.store.AuditEntry;
import io.github.walnut.store.AuditLog;
import io.github.walnut.store.BackupManifest;
import io.github.walnut.store.Backups;
import io.github.walnut.store.DatabaseConfig;
import io.github.walnut.store.FileReason;
import io.github.walnut.store.KeyRotation;
import io.github.walnut.store.KeyTrial;
import io.github.walnut.store.Rescue;
import io.github.walnut.store.Reset;
import io.github.walnut.store.Restore;
import io.github.walnut.store.StateSnapshots;
import io.github.walnut.store.StoreException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The commands that work on the database and its keys on this machine. */
final class LocalVault implements Vault {

    private final SystemClock clock = new SystemClock();
    private final Json json = new Json();
    private final AuditJson auditJson = new AuditJson(json);

    private <T> T opened(Configuration configuration, Function<StoreRoom, T> work) {
        try (StoreRoom store = new StoreRoom(configuration, DatabaseConfig.Mode.PRESENT, clock)) {
            return work.apply(store);
        } catch (StoreException e) {
            throw new CliException(e.exitCode(), e.getMessage());
        }
    }

    @Override
    public JsonNode keysValidate(Configuration configuration) {
        ArrayNode rows = json.array(List.of(), row -> json.object());
        try {
            for (Setting key : List.of(Setting.DB_KEY, Setting.JWT_SECRET)) {
                configuration.required(key);
                ObjectNode row = rows.addObject();
                row.put("name", key.variable());
                row.put("source", configuration.values().get(key).origin());
                row.put("length", configuration.text(key).length());
                row.put("opens_database", key == Setting.DB_KEY ? opens(configuration) : null);
            }
        } catch (StoreException e) {
            throw new CliException(e.exitCode(), e.getMessage());
        }
        return rows;
    }

    /** Null while there is no database. */
    private static Boolean opens(Configuration configuration) {
        char[] key = configuration.required(Setting.DB_KEY).toCharArray();
        try {
            return KeyTrial.opens(
                    StoreRoom.config(configuration, key, DatabaseConfig.Mode.COMMAND));
        } finally {
            Arrays.fill(key, '\0');
        }
    }

    @Override
    public JsonNode vacuum(Configuration configuration) {
        return opened(
                configuration,
                store -> {
                    if (!store.journal.unfinished().isEmpty()) {
                        throw new CliException(
                                CliException.FAILED, "A run is active: try again when it is over");
                    }
                    long[] bytes = files(store.database::vacuum);
                    ObjectNode node = json.object();
                    node.put("path", store.database.file().toString());
                    node.put("bytes_before", bytes[0]);
                    return node.put("bytes_after", bytes[1]);
                });
    }

    @Override
    public JsonNode stats(Configuration configuration) {
        return opened(
                configuration,
                store ->
                        files(
                                () -> {
                                    ObjectNode node =
                                            (ObjectNode) json.tree(store.database.stats().full());
                                    node.put("last_snapshot", text(snapshots(configuration)));
                                    return node.put(
                                            "last_backup",
                                            text(
                                                    BackupDesk.of(configuration, store)
                                                            .backups()
                                                            .list()
                                                            .stream()
                                                            .findFirst()
                                                            .map(Backups.Backup::at)));
                                }));
    }

    @Override
    public JsonNode versions(Configuration configuration) {
        return opened(
                configuration,
                store ->
                        json.object()
                                .put("schema", store.database.schemaVersion())
                                .put("sqlite", store.database.sqliteVersion()));
    }

    @Override
    public JsonNode reset(Configuration configuration) {
        char[] key = configuration.required(Setting.DB_KEY).toCharArray();
        try {
            return files(
                    () -> {
                        Path former =
                                new Reset(
                                                StoreRoom.config(
                                                        configuration,
                                                        key,
                                                        DatabaseConfig.Mode.COMMAND),
                                                configuration.dataDir(),
                                                clock)
                                        .make()
                                        .orElse(null);
                        return json.object()
                                .put("path", configuration.database().toString())
                                .put("former", former == null ? null : former.toString());
                    });
        } catch (StoreException e) {
            throw stopped(e);
        } finally {
            Arrays.fill(key, '\0');
        }
    }

    private static Optional<Instant> snapshots(Configuration configuration) {
        return new StateSnapshots(
                        configuration.dataDir().resolve(StateSnapshots.FOLDER),
                        configuration.required(Setting.DB_KEY).toCharArray())
                .newestAt();
    }

    private static String text(Optional<Instant> at) {
        return at.map(Json::at).orElse(null);
    }

    @Override
    public JsonNode recover(Configuration configuration, Path target) {
        char[] key = configuration.required(Setting.DB_KEY).toCharArray();
        try {
            return files(
                    () ->
                            json.tree(
                                    new Rescue(
                                                    StoreRoom.config(
                                                            configuration,
                                                            key,
                                                            DatabaseConfig.Mode.COMMAND),
                                                    clock)
                                            .into(target)));
        } catch (StoreException e) {
            throw stopped(e);
        } finally {
            Arrays.fill(key, '\0');
        }
    }

    @Override
    public boolean rotateDatabaseKey(Configuration configuration, char[] key) {
        requireGood(configuration, Setting.DB_KEY, key);
        return new LocalKeys(configuration)
                .replacing(
                        Setting.DB_KEY,
                        key,
                        () -> opens(configuration, key),
                        () -> rotation(configuration, rotation -> rotation.rotate(key, rotated())));
    }

    private static boolean opens(Configuration configuration, char[] key) {
        return Boolean.TRUE.equals(
                KeyTrial.opens(StoreRoom.config(configuration, key, DatabaseConfig.Mode.COMMAND)));
    }

    @Override
    public Resumed resumeRotation(Configuration configuration, char[] key) {
        if (key != null) {
            requireGood(configuration, Setting.DB_KEY, key);
        }
        return new LocalKeys(configuration)
                .replacing(
                        Setting.DB_KEY,
                        key,
                        () -> opens(configuration, key),
                        () ->
                                Resumed.valueOf(
                                        rotation(
                                                        configuration,
                                                        rotation -> rotation.resume(key, rotated()))
                                                .name()));
    }

    private static AuditEntry rotated() {
        return BackupDesk.entry(BackupDesk.CLI, "keys-rotate-db", null, Map.of());
    }

    @FunctionalInterface
    private interface Rotating<T> {
        T by(KeyRotation rotation) throws IOException;
    }

    private <T> T rotation(Configuration configuration, Rotating<T> work) {
        char[] old = configuration.required(Setting.DB_KEY).toCharArray();
        DatabaseConfig database = StoreRoom.config(configuration, old, DatabaseConfig.Mode.COMMAND);
        try {
            return files(() -> work.by(new KeyRotation(database, clock)));
        } catch (StoreException e) {
            throw stopped(e);
        } finally {
            Arrays.fill(old, '\0');
        }
    }

    @Override
    public void rotateSealingKey(Configuration configuration) {
        opened(
                configuration,
                store -> {
                    store.secrets.rotate(
                            store.audit,
                            BackupDesk.entry(BackupDesk.CLI, "keys-rotate-kek", null, Map.of()));
                    return null;
                });
    }

    @Override
    public boolean rotateTokenSecret(Configuration configuration, char[] secret) {
        requireGood(configuration, Setting.JWT_SECRET, secret);
        boolean[] rotated = new boolean[1];
        return new LocalKeys(configuration)
                .replacing(
                        Setting.JWT_SECRET,
                        secret,
                        () -> rotated[0],
                        () -> rotated[0] = tokenSecretRotated(configuration, secret));
    }

    private boolean tokenSecretRotated(Configuration configuration, char[] secret) {
        String given = configuration.required(Setting.JWT_SECRET);
        return opened(
                configuration,
                store ->
                        new TokenSecret(store, clock, given, (present, before) -> {})
                                .rotate(
                                        given,
                                        new String(secret),
                                        BackupDesk.entry(
                                                BackupDesk.CLI,
                                                "keys-rotate-jwt",
                                                null,
                                                Map.of())));
    }

    private static void requireGood(Configuration configuration, Setting setting, char[] key) {
        List<String> problems = configuration.problemsOfKey(setting, new String(key));
        if (!problems.isEmpty()) {
            String text = String.join("\n", problems);
            throw new CliException(
                    CliException.USAGE, text.replace(setting.variable() + ":", "--new-key-file:"));
        }
    }

    private static CliException stopped(StoreException e) {
        return e.exitCode() == StoreException.HELD
                ? new CliException(CliException.FAILED, e.getMessage() + ". Stop it first")
                : new CliException(e.exitCode(), e.getMessage());
    }

    @Override
    public JsonNode backupCreate(
            Configuration configuration, Path out, char[] passphrase, boolean withSecrets) {
        if (passphrase.length < PassphraseSeal.SHORTEST) {
            throw new CliException(
                    CliException.USAGE,
                    "The passphrase is too short: expected 12 characters or more");
        }
        return opened(
                configuration,
                store -> {
                    BackupDesk desk = BackupDesk.of(configuration, store);
                    return files(
                            () ->
                                    desk.write(
                                            desk.create(
                                                    store,
                                                    out,
                                                    passphrase,
                                                    withSecrets,
                                                    BackupDesk.CLI)));
                });
    }

    @Override
    public JsonNode backupList(Configuration configuration) {
        BackupDesk desk = new BackupDesk(configuration, () -> folderOfBackups(configuration));
        return files(() -> json.array(desk.backups().list(), desk::write));
    }

    /** Backups are listed also when it is the database that is broken. */
    private String folderOfBackups(Configuration configuration) {
        try (StoreRoom store = new StoreRoom(configuration, DatabaseConfig.Mode.PRESENT, clock)) {
            return store.inForce.text(StoredSetting.BACKUP_DIRECTORY);
        } catch (StoreException e) {
            return configuration.text(Setting.BACKUP_DIR);
        }
    }

    @Override
    public JsonNode backupVerify(Path file, char[] passphrase) {
        return files(() -> new BackupDesk(null, null).write(Backups.verify(file, passphrase)));
    }

    @Override
    public JsonNode backupRestore(Configuration configuration, Path file, char[] passphrase) {
        char[] key = configuration.required(Setting.DB_KEY).toCharArray();
        try {
            Restore restore = BackupDesk.restore(configuration, key, clock);
            restore.requireStopped();
            BackupManifest manifest =
                    files(
                            () ->
                                    restore.stage(
                                            file,
                                            passphrase,
                                            (fresh, found) ->
                                                    BackupDesk.restored(
                                                            fresh, found, key, BackupDesk.CLI)));
            restore.apply();
            return new BackupDesk(configuration, null).write(manifest);
        } catch (StoreException e) {
            throw stopped(e);
        } finally {
            Arrays.fill(key, '\0');
        }
    }

    @FunctionalInterface
    private interface Files<T> {
        T work() throws IOException;
    }

    private static <T> T files(Files<T> files) {
        try {
            return files.work();
        } catch (NoSuchFileException e) {
            throw new CliException(CliException.FAILED, "There is no file " + e.getMessage());
        } catch (IOException e) {
            throw new CliException(CliException.FAILED, FileReason.of(e), e);
        }
    }

    @Override
    public JsonNode auditList(Configuration configuration, String since, String actor, int limit) {
        AuditReads.Filter filter = new AuditReads.Filter(instant(since), null, actor, null, null);
        return opened(
                configuration,
                store ->
                        json.array(
                                AuditWatch.page(store.audit, filter, null, limit).items(),
                                auditJson::write));
    }

    private static Instant instant(String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new CliException(
                    CliException.USAGE,
                    "--since: expected a time such as 2026-05-02T08:00:00Z, got '" + text + "'");
        }
    }

    @Override
    public JsonNode auditVerify(Configuration configuration, String head) {
        return opened(
                configuration,
                store -> auditJson.write(AuditWatch.verification(store.audit.verify(head(head)))));
    }

    private static AuditLog.Head head(String text) {
        if (text == null) {
            return null;
        }
        int colon = text.indexOf(':');
        return new AuditLog.Head(
                Long.parseLong(text.substring(0, colon)), text.substring(colon + 1));
    }
}

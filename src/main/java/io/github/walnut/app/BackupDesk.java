package io.github.walnut.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.Setting;
import io.github.walnut.config.StoredSetting;
import io.github.walnut.inventory.Host;
import io.github.walnut.publish.Json;
import io.github.walnut.security.PasswordHasher;
import io.github.walnut.store.AuditEntry;
import io.github.walnut.store.AuditLog;
import io.github.walnut.store.BackupManifest;
import io.github.walnut.store.Backups;
import io.github.walnut.store.Database;
import io.github.walnut.store.DatabaseConfig;
import io.github.walnut.store.HostRepository;
import io.github.walnut.store.PolicyRepository;
import io.github.walnut.store.Restore;
import io.github.walnut.store.SettingsRepository;
import io.github.walnut.ups.Clock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Backups of this installation, and what a restored one has to forget. */
final class BackupDesk {

    static final String CLI = "cli";

    private final Configuration configuration;
    private final Supplier<String> folder;
    private final Json json = new Json();

    /**
     * @param folder of backups; a null is that in the data folder
     */
    BackupDesk(Configuration configuration, Supplier<String> folder) {
        this.configuration = configuration;
        this.folder = folder;
    }

    /** In the folder that the settings of a store name. */
    static BackupDesk of(Configuration configuration, StoreRoom store) {
        return new BackupDesk(
                configuration, () -> store.inForce.text(StoredSetting.BACKUP_DIRECTORY));
    }

    Backups backups() {
        String named = folder.get();
        return new Backups(
                named == null ? configuration.dataDir().resolve("backups") : Path.of(named));
    }

    /** Lets all but the newest backups of this host go. */
    void keep(int newest) throws IOException {
        backups().keep(newest, host());
    }

    /**
     * @param target null for a name in the folder of backups
     * @param actor who is written down in the audit log
     */
    Backups.Backup create(
            StoreRoom store, Path target, char[] passphrase, boolean withSecrets, String actor)
            throws IOException {
        Backups.Order order =
                new Backups.Order(
                        passphrase,
                        withSecrets,
                        version(),
                        host(),
                        Map.of(
                                "integrations",
                                configuration.dataDir().resolve("integrations"),
                                "routes",
                                Path.of(configuration.text(Setting.CONFIG_DIR)).resolve("routes")),
                        PasswordHasher.Profile.named(configuration.text(Setting.ARGON2_PROFILE)));
        Backups.Backup made =
                target == null
                        ? backups().create(store.database, store.secrets, store.audit, order)
                        : backups()
                                .create(store.database, store.secrets, store.audit, order, target);
        store.audit.append(
                entry(
                        actor,
                        "backup-create",
                        made.file().getFileName().toString(),
                        Map.of("with_secrets", withSecrets, "sha256", made.sha256())));
        return made;
    }

    private static String version() {
        String version = BackupDesk.class.getPackage().getImplementationVersion();
        return version == null ? "(built from source)" : version;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unnamed";
        }
    }

    static AuditEntry entry(String actor, String action, String object, Map<String, Object> facts) {
        return new AuditEntry(
                actor,
                CLI.equals(actor) || OwnAudit.SYSTEM.equals(actor) ? actor : "user",
                null,
                action,
                object,
                "ok",
                null,
                facts,
                null,
                null);
    }

    /**
     * @param key under which the restored database is made
     */
    static Restore restore(Configuration configuration, char[] key, Clock clock) {
        return new Restore(
                StoreRoom.config(configuration, key, DatabaseConfig.Mode.COMMAND),
                configuration.dataDir(),
                clock);
    }

    /** Nothing acts before somebody has looked: disarmed, and hosts without secrets in review. */
    static void restored(Database database, BackupManifest manifest, char[] key, String actor) {
        SettingsRepository settings = new SettingsRepository(database);
        Map<String, Object> arming = new LinkedHashMap<>();
        arming.put("armed", false);
        arming.put("reason", "restored from a backup");
        arming.put("changed_at", manifest.createdAt().toString());
        arming.put("changed_by", actor);
        settings.save(
                ArmingSwitch.GROUP,
                arming,
                settings.find(ArmingSwitch.GROUP).map(SettingsRepository.Group::version).orElse(0),
                actor);
        new PolicyRepository(database, (document, mediaType) -> null).disarmAll();
        HostRepository hosts = new HostRepository(database);
        manifest.hostsWithoutSecrets()
                .forEach(
                        host ->
                                hosts.setState(
                                        host,
                                        Host.State.NEEDS_REVIEW,
                                        "restored without its secrets"));
        new AuditLog(database, key)
                .append(
                        entry(
                                actor,
                                "backup-restore",
                                manifest.host(),
                                Map.of(
                                        "made_at",
                                        manifest.createdAt().toString(),
                                        "with_secrets",
                                        manifest.withSecrets())));
    }

    ObjectNode write(Backups.Backup backup) {
        ObjectNode node = json.object();
        node.put("file", backup.file().toString());
        node.put("created_at", Json.at(backup.at()));
        node.put("bytes", backup.bytes());
        node.put("sha256", backup.sha256());
        return node;
    }

    ObjectNode write(BackupManifest manifest) {
        return (ObjectNode) json.tree(told(manifest));
    }

    /** What a backup says of itself, in JSON's types. */
    static Map<String, Object> told(BackupManifest manifest) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("host", manifest.host());
        told.put("version", manifest.version());
        told.put("created_at", Json.at(manifest.createdAt()));
        told.put("schema", manifest.schema());
        told.put("with_secrets", manifest.withSecrets());
        told.put("parts", manifest.parts().size());
        told.put("rows", manifest.rows().values().stream().mapToLong(Long::longValue).sum());
        told.put("audit_seq", manifest.auditSeq());
        told.put("audit_hash", manifest.auditHash());
        told.put("missing", manifest.missing());
        return told;
    }
}

package io.github.walnut.store;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Does one thing to a store over and over until it is killed; says when it begins. */
final class KilledVault {

    static final String[] KEYS = {Stores.KEY, "another-KEY-for-another-machine-77"};

    private KilledVault() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream told = System.out;
        System.setOut(System.err); // what the log says is for nobody's ears
        Path folder = Path.of(arguments[0]);
        if (arguments[1].equals("migrate")) {
            work(arguments[1], folder); // once without hurry, so that a kill meets it at speed
        }
        told.println("ready");
        for (int n = 0; ; n++) {
            work(arguments[1], folder);
            told.println("done");
        }
    }

    private static void work(String what, Path folder) throws IOException {
        switch (what) {
            case "backup" -> backup(folder);
            case "restore" -> restore(folder);
            case "migrate" -> migrate(folder);
            default -> rotate(folder);
        }
    }

    static Path backup(Path folder) throws IOException {
        try (Database database = Stores.open(folder)) {
            char[] key = Stores.KEY.toCharArray();
            Backups backups = new Backups(folder.resolve("backups"));
            backups.keep(2, "rack/7");
            ((TestClock) database.clock())
                    .move(java.time.Duration.ofMillis(System.currentTimeMillis()));
            return backups.create(
                            database,
                            new Secrets(database, key),
                            new AuditLog(database, key),
                            BackupTest.order(true))
                    .file();
        }
    }

    private static void restore(Path folder) throws IOException {
        TestClock clock = new TestClock();
        clock.move(java.time.Duration.ofMillis(System.currentTimeMillis()));
        Restore restore = new Restore(Stores.config(folder), folder, clock);
        restore.stage(folder.resolve("kept.wnb"), BackupTest.PASSPHRASE, (fresh, manifest) -> {});
        restore.apply();
        try (Database database = Stores.open(folder)) {
            database.health().check(false);
        }
    }

    /** A file of an older schema, again and again under a new name. */
    private static void migrate(Path folder) throws IOException {
        Path next = folder.resolve("next");
        Scratch.remove(next);
        Files.createDirectory(next);
        for (String file : List.of("walnut.db", "walnut.db.keycheck")) {
            Files.copy(folder.resolve("old").resolve(file), next.resolve(file));
        }
        Path present = folder.resolve("present");
        Path gone = folder.resolve("gone");
        Scratch.remove(gone);
        if (Files.exists(present)) {
            Files.move(present, gone); // it is there as a whole, or not at all
        }
        Files.move(next, present);
        Stores.open(present).close();
    }

    private static void rotate(Path folder) throws IOException {
        int present = KeyTrial.opens(Stores.config(folder, KEYS[0])) ? 0 : 1;
        new KeyRotation(Stores.config(folder, KEYS[present]), new TestClock())
                .rotate(KEYS[1 - present].toCharArray(), BackupTest.entry("keys-rotate-db"));
    }

    /** Settings, policies, accounts: whatever this test put there must be there. */
    static Map<String, Long> content(Database database) {
        Map<String, Long> rows = new TreeMap<>(TableCopy.count(database.reader()));
        rows.keySet().retainAll(Set.of("app_settings", "secrets"));
        return rows;
    }

    static void removeOld(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().contains("before-restore")) {
                    Files.delete(file);
                }
            }
        }
    }
}

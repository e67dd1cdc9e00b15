package io.github.walnut.store;

import java.nio.file.Path;

/** Databases of tests: real files, with the fewest rounds of key derivation that are allowed. */
final class Stores {

    static final String KEY = "canary-Tr0ub4dor&3-and-a-second-sentence";

    private Stores() {}

    static DatabaseConfig config(Path folder) {
        return config(folder, KEY);
    }

    static DatabaseConfig config(Path folder, String key) {
        return DatabaseConfig.server(folder.resolve("walnut.db"), key.toCharArray(), "test:1")
                .withKdfIterations(DatabaseConfig.LEAST_KDF_ITERATIONS);
    }

    static Database open(Path folder) {
        return Database.open(config(folder), new TestClock());
    }

    static JdbcJournal journal(Database database) {
        return new JdbcJournal(database, new TriggerStates(new WindowRepository(database)));
    }
}

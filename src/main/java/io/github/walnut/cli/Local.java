package io.github.walnut.cli;

import io.github.walnut.config.Configuration;
import io.github.walnut.config.Setting;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What commands do on this machine itself, without a server: it needs the keys and the data folder.
 */
public interface Local {

    /**
     * @param before the version of the schema that was found, 0 when there was no database
     * @param schema the version now
     */
    record Initialised(Path file, int before, int schema) {}

    /**
     * Makes the keys that come from nowhere, into the file of the data folder.
     *
     * @throws CliException when the data folder may have no keys, or when a database is there whose
     *     key is missing
     */
    KeysMade makeKeys(Configuration configuration);

    /** Creates or migrates the database. */
    Initialised initDatabase(Configuration configuration, boolean forceNew);

    /** What commands do with accounts and sessions. */
    People people();

    /**
     * An access token for a short session of the machine's own operator; the server takes it from
     * loopback only.
     */
    String localToken(Configuration configuration);

    /**
     * What was found before a start.
     *
     * @param severity info, warn, error or blocker
     */
    record Finding(String severity, String where, String message) {

        boolean bad() {
            return severity.equals("error") || severity.equals("blocker");
        }
    }

    /**
     * What a start would meet; the database is opened as every command here does it.
     *
     * @throws CliException when it cannot be opened
     */
    List<Finding> check(Configuration configuration);

    /** What is wrong with a package of an integration type. */
    record PackageError(String code, String pointer, String message) {}

    /** Checks the folder of a type, or a package of one; empty when it could be used. */
    List<PackageError> checkPackage(Path folder);

    /**
     * What is stored and in force: values of JSON, null for a secret.
     *
     * @throws CliException when the database cannot be read
     */
    Map<Setting, Object> storedSettings(Configuration configuration);

    /** Runs the server until it is told to end; returns its exit code. */
    int serve(Configuration configuration);

    /**
     * Plays the demonstration until it is told to end; returns its exit code.
     *
     * @param speed simulated seconds per second
     * @param seed equal ones play the same outage
     * @param withParent end with the process that started this one, too
     */
    int demo(int port, double speed, int seed, boolean withParent);

    /** What commands do with routes and types that people added. */
    Extensions extensions();

    /** What commands do with the database and its keys. */
    Vault vault();

    /** What commands try out. */
    Checks checks();

    /**
     * Every component's state as JSON values, from the open database; for {@code db health}.
     *
     * @param full reads every row and index too
     */
    Map<String, Object> databaseHealth(Configuration configuration, boolean full);
}

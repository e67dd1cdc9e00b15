package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.config.Configuration;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(name = "db", description = "The encrypted database.")
final class DbCommand {

    @ParentCommand private Walnut walnut;

    @Command(name = "init", description = "Create the database, or bring it to this version.")
    int init(
            @Option(
                            names = "--force-new",
                            description = "Make a new one although its key check file is there")
                    boolean forceNew) {
        Local.Initialised done = walnut.local().initDatabase(walnut.configuration(), forceNew);
        walnut.output().done(json(done), sentence(done));
        return 0;
    }

    static ObjectNode json(Local.Initialised done) {
        return Output.JSON
                .createObjectNode()
                .put("path", done.file().toString())
                .put("schema", done.schema())
                .put("before", done.before() == 0 ? null : done.before());
    }

    static String sentence(Local.Initialised done) {
        return "Database " + what(done) + " version " + done.schema() + ": " + done.file();
    }

    private static String what(Local.Initialised done) {
        if (done.before() == 0) {
            return "created at";
        }
        return done.before() == done.schema()
                ? "already at"
                : "brought from version " + done.before() + " to";
    }

    @Command(name = "health", description = "Open it, check the key, its settings and its pages.")
    int health(
            @Option(
                            names = "--full",
                            description =
                                    "Every row and index too, which takes minutes on a large file")
                    boolean full) {
        walnut.output()
                .object(
                        Output.JSON.valueToTree(
                                walnut.local().databaseHealth(walnut.configuration(), full)));
        return 0;
    }

    @Command(name = "version", description = "Of the program, of the tables and of SQLite.")
    int version() {
        ObjectNode versions = Output.JSON.createObjectNode();
        versions.put("program", new ProgramVersion().getVersion()[0]);
        versions.setAll((ObjectNode) walnut.local().vault().versions(walnut.configuration()));
        walnut.output().object(versions);
        return 0;
    }

    @Command(
            name = "reset",
            description = {
                "Begin anew with an empty database; the server must be stopped.",
                "The present one is kept beside it under another name."
            })
    int reset(@Option(names = "--yes", description = "Do not ask") boolean yes) {
        Configuration configuration = walnut.configuration();
        String file = configuration.database().toString();
        Terminal.confirm(yes, file, "Everything in " + file + " is set aside.");
        walnut.output().object(walnut.local().vault().reset(configuration));
        return 0;
    }

    @Command(name = "stats", description = "Its size, and the rows of each table.")
    int stats() {
        JsonNode stats = walnut.local().vault().stats(walnut.configuration());
        walnut.output().object(stats);
        if (!walnut.output().json()) {
            walnut.output().object(stats.path("rows"));
        }
        return 0;
    }

    @Command(name = "vacuum", description = "Give unused space back; not while a run is active.")
    int vacuum() {
        walnut.output().object(walnut.local().vault().vacuum(walnut.configuration()));
        return 0;
    }

    @Command(
            name = "recover",
            description = {
                "Save what can still be read of a damaged database into a new file.",
                "The server must be stopped. The damaged file is only read."
            })
    int recover(
            @Option(
                            names = "--to",
                            paramLabel = "FILE",
                            required = true,
                            description = "A file that is not there yet")
                    Path target) {
        TextFiles.requireFolderOf(target);
        walnut.output().object(walnut.local().vault().recover(walnut.configuration(), target));
        return 0;
    }
}

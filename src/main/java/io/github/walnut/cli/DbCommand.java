package io.github.walnut.cli;

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
        walnut.output().line(walnut.local().initDatabase(walnut.configuration(), forceNew));
        return 0;
    }

    @Command(name = "health", description = "Open it, check the key, its settings and its pages.")
    int health() {
        walnut.output()
                .object(
                        Output.JSON.valueToTree(
                                walnut.local().databaseHealth(walnut.configuration())));
        return 0;
    }
}

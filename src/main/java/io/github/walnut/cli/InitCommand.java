package io.github.walnut.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.KeysFile;
import io.github.walnut.config.Setting;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "init",
        description = {
            "Make the keys, the database and the first administrator of a data folder.",
            "What is there already stays as it is, so the command may be repeated. Keys are made only where",
            "neither the environment nor files give them, into keys.env of the data folder, which serve and",
            "all commands of this data folder read."
        })
final class InitCommand implements Callable<Integer> {

    @ParentCommand private Walnut walnut;

    @Mixin private FirstAdministrator administrator;

    @Override
    public Integer call() {
        administrator.check();
        ObjectNode done = Output.JSON.createObjectNode();
        done.set("keys", keys());
        Configuration configuration = walnut.configuration();
        done.set("database", database(configuration));
        done.set(
                "administrator",
                administrator.make(walnut.local().people(), configuration, walnut));
        if (walnut.json()) {
            walnut.output().value(done);
        } else {
            walnut.hint("Next: walnut serve, then open " + address(configuration));
        }
        return 0;
    }

    private ObjectNode keys() {
        KeysMade keys = walnut.local().makeKeys(walnut.configuration());
        Configuration configuration = walnut.configuration();
        String sources = sources(configuration);
        Path file = keys.file();
        walnut.output().say(keys.made() ? "Keys made: " + file : "Keys are there: " + sources);
        if (Stream.of(Setting.DB_KEY, Setting.JWT_SECRET)
                .anyMatch(key -> KeysFile.gives(configuration, key))) {
            String text =
                    "keep a copy of "
                            + file
                            + " in a second place, apart from the database and its backups: without it nobody can open the database again";
            if (keys.made()) {
                walnut.warn(text);
            }
        }
        return Output.JSON
                .createObjectNode()
                .put("made", keys.made())
                .put("file", file.toString())
                .put("source", sources);
    }

    private static String sources(Configuration configuration) {
        return Stream.of(Setting.DB_KEY, Setting.JWT_SECRET)
                .map(key -> configuration.values().get(key).origin())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private ObjectNode database(Configuration configuration) {
        Local.Initialised made = walnut.local().initDatabase(configuration, false);
        walnut.output().say(DbCommand.sentence(made));
        return DbCommand.json(made);
    }

    private static String address(Configuration configuration) {
        String scheme = configuration.text(Setting.TLS_CERT) == null ? "http" : "https";
        return scheme + "://localhost:" + configuration.text(Setting.HTTP_PORT);
    }
}

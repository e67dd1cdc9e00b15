package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.walnut.security.RandomKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "keys",
        description = "Keys of this installation.",
        subcommands = KeysRotateCommand.class)
final class KeysCommand {

    private static final int SHORTEST = 32;

    @ParentCommand private Walnut walnut;

    Walnut walnut() {
        return walnut;
    }

    @Command(
            name = "validate",
            description = "Whether both keys are there, may be used, and open the database.")
    int validate() {
        JsonNode rows = walnut.local().vault().keysValidate(walnut.configuration());
        walnut.output()
                .table(
                        rows,
                        "KEY",
                        "/name",
                        "SOURCE",
                        "/source",
                        "LENGTH",
                        "/length",
                        "OPENS DATABASE",
                        "/opens_database");
        boolean bad = false;
        for (JsonNode row : rows) {
            bad |= row.path("opens_database").isBoolean() && !row.get("opens_database").asBoolean();
        }
        return bad ? CliException.FAILED : 0;
    }

    @Command(name = "generate", description = "Print a new random key.")
    int generate(
            @Option(
                            names = "--length",
                            defaultValue = "48",
                            description = "Characters (${DEFAULT-VALUE})")
                    int length) {
        if (length < SHORTEST || length > 1024) {
            throw new CliException(
                    CliException.USAGE, "--length: expected 32 to 1024, got " + length);
        }
        String key = RandomKey.text(length);
        walnut.output().answer(TextNode.valueOf(key), key);
        return 0;
    }
}

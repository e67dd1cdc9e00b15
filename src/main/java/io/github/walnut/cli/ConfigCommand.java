package io.github.walnut.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(name = "config", description = "Settings in force.")
final class ConfigCommand {

    @ParentCommand private Walnut walnut;

    @Command(name = "show", description = "Each setting with its value; secrets are masked.")
    int show(
            @Option(names = "--origin", description = "Also where each value came from")
                    boolean origin,
            @Option(
                            names = "--env-file",
                            paramLabel = "FILE",
                            description = "As serve would read it")
                    Path envFile) {
        Configuration configuration = walnut.configuration(Map.of(), envFile);
        Map<Setting, Object> stored = stored(configuration);
        ArrayNode rows = Output.JSON.createArrayNode();
        for (Setting setting : Setting.values()) {
            Configuration.Value value =
                    stored.containsKey(setting)
                            ? new Configuration.Value(text(stored.get(setting)), "stored")
                            : configuration.values().get(setting);
            rows.addObject()
                    .put("name", setting.property())
                    .put("variable", setting.variable())
                    .put("value", value == null ? null : setting.secret() ? "***" : value.text())
                    .put("origin", value == null ? null : value.origin());
        }
        new TreeMap<>(configuration.loggerLevels())
                .forEach(
                        (logger, level) ->
                                rows.addObject()
                                        .put("name", Setting.LOG_LEVEL.property() + "." + logger)
                                        .put("value", level));
        if (origin) {
            walnut.output().table(rows, "SETTING", "/name", "VALUE", "/value", "ORIGIN", "/origin");
        } else {
            walnut.output().table(rows, "SETTING", "/name", "VALUE", "/value");
        }
        return 0;
    }

    /**
     * Nothing without a database, and with a warning when it cannot be read with these settings.
     */
    private Map<Setting, Object> stored(Configuration configuration) {
        if (!configuration.given(Setting.DB_KEY) || !Files.exists(configuration.database())) {
            return Map.of();
        }
        try {
            return walnut.local().storedSettings(configuration);
        } catch (CliException unreadable) {
            walnut.warn("what is stored is left out: " + unreadable.getMessage());
            return Map.of();
        }
    }

    /** As a variable would hold it. */
    private static String text(Object value) {
        return value instanceof List<?>
                ? Output.JSON.valueToTree(value).toString()
                : String.valueOf(value);
    }
}

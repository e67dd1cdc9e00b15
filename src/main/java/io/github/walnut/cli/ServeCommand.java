package io.github.walnut.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.Setting;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(name = "serve", aliases = "run", description = "Run the server.")
final class ServeCommand implements Callable<Integer> {

    @ParentCommand private Walnut walnut;

    @Option(names = "--port", description = "Port of API and console (WALNUT_HTTP_PORT, 8000)")
    private Integer port;

    @Option(names = "--host", description = "Address to listen on (WALNUT_HTTP_HOST, 0.0.0.0)")
    private String host;

    @Option(
            names = "--env-file",
            paramLabel = "FILE",
            description = "Variables in lines NAME=value, which those of the environment override")
    private Path envFile;

    @Option(
            names = "--check",
            description =
                    "Check settings, routes and stored policies, and end: 0 when the server would start with them")
    private boolean check;

    @Option(
            names = "--make-keys",
            description =
                    "Make the keys first, in the data folder, where none are given; refused with WALNUT_ENV=production")
    private boolean makeKeys;

    @Override
    public Integer call() {
        Map<Setting, String> options = new EnumMap<>(Setting.class);
        if (port != null) {
            options.put(Setting.HTTP_PORT, port.toString());
        }
        if (host != null) {
            options.put(Setting.HTTP_HOST, host);
        }
        if (makeKeys && !check) {
            makeKeys(walnut.configuration(options, envFile));
        }
        Configuration configuration = walnut.configuration(options, envFile);
        if (check) {
            return checked(configuration);
        }
        Local local = walnut.local();
        walnut.goOn(() -> local.serve(configuration));
        return 0;
    }

    private void makeKeys(Configuration configuration) {
        KeysMade keys = walnut.local().makeKeys(configuration);
        if (keys.made()) {
            walnut.warn(
                    "no keys were given: new ones were made and are in "
                            + keys.file()
                            + ". Keep a copy of that file in a second place: without it nobody can open the database again");
        }
    }

    private int checked(Configuration configuration) {
        List<Local.Finding> findings = walnut.local().check(configuration);
        ArrayNode rows = Output.JSON.createArrayNode();
        findings.forEach(
                finding ->
                        rows.addObject()
                                .put("severity", finding.severity())
                                .put("where", finding.where())
                                .put("message", finding.message()));
        walnut.output()
                .table(rows, "SEVERITY", "/severity", "WHERE", "/where", "MESSAGE", "/message");
        return findings.stream().anyMatch(Local.Finding::bad) ? CliException.FAILED : 0;
    }
}

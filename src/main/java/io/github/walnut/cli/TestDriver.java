package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "driver",
        description = {
            "Play the cases of the conformance kit with an integration type, installed or in a folder.",
            "With --peer also those that need one. The peer is asked, and verbs are rehearsed; nothing",
            "is switched, but one login is tried with wrong credentials. 1 when a case fails."
        })
final class TestDriver implements Callable<Integer> {

    @ParentCommand private TestCommand test;

    @Parameters(paramLabel = "TYPE|FOLDER")
    private String what;

    @Option(
            names = "--peer",
            paramLabel = "URL",
            description =
                    "Such as https://10.0.0.7 or ssh://walnut@10.0.0.8:22, without a password")
    private URI peer;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Another field of the connection; JSON is read as JSON")
    private Map<String, String> config;

    @Option(
            names = "--secret",
            paramLabel = "KEY=@FILE",
            description = "A secret field of the connection, from a file")
    private Map<String, String> secrets;

    @Override
    public Integer call() {
        Walnut walnut = test.walnut();
        if (peer == null && (config != null || secrets != null)) {
            throw new CliException(
                    CliException.USAGE, "--set and --secret: expected --peer with them");
        }
        Path folder = Path.of(what);
        if (!Files.isDirectory(folder)) {
            folder = walnut.local().checks().typeFolder(walnut.configuration(), what);
        }
        JsonNode rows = walnut.local().checks().conformance(walnut.configuration(), folder, peer());
        walnut.output()
                .table(
                        rows,
                        "CASE",
                        "/case",
                        "NAME",
                        "/name",
                        "VERDICT",
                        "/verdict",
                        "REASON",
                        "/reason");
        for (JsonNode row : rows) {
            if (row.path("verdict").asText().equals("failed")) {
                return CliException.FAILED;
            }
        }
        return 0;
    }

    private Checks.Peer peer() {
        if (peer == null) {
            return null;
        }
        ObjectNode fields = Output.JSON.createObjectNode();
        GivenValues.set(fields, config);
        ObjectNode hidden = Output.JSON.createObjectNode();
        GivenValues.setSecrets(hidden, secrets);
        return new Checks.Peer(peer, fields, hidden);
    }
}

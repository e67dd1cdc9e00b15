package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(name = "system", description = "The server as a whole.")
final class SystemCommand {

    @ParentCommand private Walnut walnut;

    @Command(name = "status", description = "Components, counts, mode.")
    int status() {
        JsonNode status = walnut.api().get("api/system/status");
        if (walnut.output().json()) {
            walnut.output().value(status);
            return 0;
        }
        walnut.output()
                .line(
                        status.path("status").asText()
                                + ", effective mode "
                                + status.at("/mode/effective").asText());
        walnut.output()
                .table(
                        status.path("components"),
                        "COMPONENT",
                        "/name",
                        "STATUS",
                        "/status",
                        "MESSAGE",
                        "/message");
        return 0;
    }

    @Command(name = "health", description = "One word; 1 unless ok or degraded.")
    int health() {
        JsonNode health = walnut.access().anonymousClient().get("health");
        walnut.output().object(health);
        String status = health.path("status").asText();
        return status.equals("ok") || status.equals("degraded") ? 0 : CliException.FAILED;
    }

    @Command(name = "version", description = "What the server is made of.")
    int version() {
        walnut.output().object(walnut.api().get("api/system/version"));
        return 0;
    }

    @Command(name = "config", description = "Every setting in force at the server.")
    int config() {
        return SettingsCommand.table(walnut);
    }

    @Command(
            name = "diagnostics",
            description = "An archive for those who look for what is wrong; without secrets.")
    int diagnostics(
            @Option(
                            names = "--out",
                            paramLabel = "FILE",
                            defaultValue = "walnut-diagnostics.zip",
                            description = "Where to (${DEFAULT-VALUE})")
                    Path file) {
        long bytes = walnut.api().download("api/system/diagnostics", "application/zip", file);
        walnut.output()
                .done(
                        Output.JSON
                                .createObjectNode()
                                .put("file", file.toString())
                                .put("bytes", bytes),
                        "Written to " + file + ".");
        return 0;
    }

    @Command(name = "arm", description = "Let armed policies act.")
    int arm(
            @Option(names = "--reason", required = true, description = ReasonText.LIVE)
                    String reason) {
        walnut.api()
                .post(
                        "api/system/arm",
                        Output.JSON.createObjectNode().put("reason", reason).put("confirm", "ARM"));
        walnut.output().done("The system is armed.");
        return 0;
    }

    @Command(
            name = "selftest",
            description = "Test the connection of every host; 1 when one fails.")
    int selftest() {
        ApiClient api = walnut.api();
        JsonNode result =
                api.outcome(
                        api.post("api/system/selftest", Output.JSON.createObjectNode()),
                        "The selftest");
        walnut.output()
                .table(
                        result.path("hosts"),
                        "HOST",
                        "/host_id",
                        "OK",
                        "/ok",
                        "MS",
                        "/latency_ms",
                        "MESSAGE",
                        "/message");
        return result.path("ok").asBoolean() ? 0 : CliException.FAILED;
    }

    @Command(
            name = "restart",
            description = "End the server with the code after which it is started again.")
    int restart(
            @Option(names = "--yes", description = "Do not ask") boolean yes,
            @Option(names = "--force", description = "Also while a run is under way")
                    boolean force) {
        Terminal.confirm(yes, "RESTART", "The server stops watching for a moment.");
        JsonNode answer =
                walnut.api()
                        .post(
                                "api/system/restart" + (force ? "?force=true" : ""),
                                Output.JSON.createObjectNode());
        walnut.output().done(answer, "The server restarts.");
        return 0;
    }

    @Command(name = "disarm", description = "Let no policy act; runs under way go on.")
    int disarm(
            @Option(names = "--reason", required = true, description = ReasonText.SHORT)
                    String reason) {
        walnut.api()
                .post("api/system/disarm", Output.JSON.createObjectNode().put("reason", reason));
        walnut.output().done("The system is disarmed.");
        return 0;
    }
}

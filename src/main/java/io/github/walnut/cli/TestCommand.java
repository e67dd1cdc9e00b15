package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "test",
        description = "Try things out; nothing is changed and nothing is switched.",
        subcommands = {TestDriver.class, TestShutdown.class})
final class TestCommand {

    private static final int DEFAULT_SAMPLES = 100;
    private static final int MOST_SAMPLES = 100_000;

    @ParentCommand private Walnut walnut;

    Walnut walnut() {
        return walnut;
    }

    @Command(
            name = "nut",
            description = "Talk to a NUT server as the settings have it, or as it is said here.")
    int nut(
            @Option(names = "--host", description = "Instead of NUT_HOST") String host,
            @Option(names = "--port", description = "Instead of NUT_PORT") Integer port,
            @Option(names = "--username", description = "Instead of NUT_USERNAME") String username,
            @Option(
                            names = "--password-file",
                            paramLabel = "FILE",
                            description = "File with the password, - for standard input")
                    Path passwordFile,
            @Option(names = "--tls", description = "off, auto or required, instead of NUT_TLS")
                    String tls) {
        Configuration configuration = walnut.configuration();
        String user = username == null ? configuration.text(Setting.NUT_USERNAME) : username;
        String stored = configuration.text(Setting.NUT_PASSWORD);
        char[] password =
                passwordFile != null
                        ? SecretInput.read("--password-file", passwordFile, "Password")
                        : stored == null ? null : stored.toCharArray();
        try {
            JsonNode answer =
                    walnut.local()
                            .checks()
                            .nut(
                                    new Checks.NutTarget(
                                            host == null
                                                    ? configuration.text(Setting.NUT_HOST)
                                                    : host,
                                            port == null
                                                    ? configuration.number(Setting.NUT_PORT)
                                                    : port,
                                            user,
                                            password,
                                            tls(configuration, tls)));
            return shown(answer);
        } finally {
            if (password != null) {
                Arrays.fill(password, '\0');
            }
        }
    }

    private static String tls(Configuration configuration, String said) {
        String tls = said == null ? configuration.text(Setting.NUT_TLS) : said;
        if (!List.of("off", "auto", "required").contains(tls)) {
            throw new CliException(
                    CliException.USAGE, "--tls: expected off, auto or required, got '" + tls + "'");
        }
        return tls;
    }

    private int shown(JsonNode answer) {
        Output output = walnut.output();
        if (output.json()) {
            output.value(answer);
        } else {
            output.table(
                    answer.path("steps"), "STEP", "/step", "OK", "/ok", "ERROR", "/error/code");
            if (answer.hasNonNull("message")) {
                output.line(Output.text(answer.path("message")));
            }
            if (!answer.path("ups").isEmpty()) {
                output.table(
                        answer.path("ups"),
                        "UPS",
                        "/name",
                        "STATUS",
                        "/status",
                        "DESCRIPTION",
                        "/description");
            }
        }
        return answer.path("ok").asBoolean() ? 0 : CliException.FAILED;
    }

    @Command(
            name = "database",
            description = "How fast this disk takes commits, with a scratch database beside it.")
    int database(
            @Option(
                            names = "--samples",
                            defaultValue = "" + DEFAULT_SAMPLES,
                            description = "How many commits of each kind (${DEFAULT-VALUE})")
                    int samples) {
        if (samples < 1 || samples > MOST_SAMPLES) {
            throw new CliException(
                    CliException.USAGE, "--samples: expected 1 to 100000, got " + samples);
        }
        walnut.output()
                .table(
                        walnut.local().checks().database(walnut.configuration(), samples),
                        "WHAT",
                        "/what",
                        "COUNT",
                        "/count",
                        "PER SECOND",
                        "/per_second",
                        "P50 MS",
                        "/p50_ms",
                        "P99 MS",
                        "/p99_ms");
        return 0;
    }

    @Command(
            name = "all",
            description =
                    "Settings, routes and stored policies, the NUT server, the disk, every type; 1 when one fails.")
    int all() {
        Configuration configuration = walnut.configuration();
        ArrayNode rows = Output.JSON.createArrayNode();
        check(rows, "settings, routes, policies", () -> startFindings(configuration));
        check(rows, "NUT server", () -> nutFindings(configuration));
        check(rows, "database", () -> speed(configuration));
        for (Path folder : walnut.local().checks().typeFolders(configuration)) {
            check(rows, "type " + folder.getFileName(), () -> packageFindings(folder));
        }
        walnut.output().table(rows, "CHECK", "/check", "OK", "/ok", "MESSAGE", "/message");
        for (JsonNode row : rows) {
            if (!row.path("ok").asBoolean()) {
                return CliException.FAILED;
            }
        }
        return 0;
    }

    /** What is wrong is an exception, what is worth knowing an answer. */
    private interface Check {
        String run();
    }

    private static void check(ArrayNode rows, String name, Check check) {
        ObjectNode row = rows.addObject().put("check", name);
        try {
            row.put("ok", true).put("message", check.run());
        } catch (CliException failed) {
            row.put("ok", false).put("message", failed.getMessage());
        }
    }

    private String startFindings(Configuration configuration) {
        List<String> bad = new ArrayList<>();
        List<String> other = new ArrayList<>();
        walnut.local()
                .check(configuration)
                .forEach(
                        finding ->
                                (finding.bad() ? bad : other)
                                        .add(finding.where() + ": " + finding.message()));
        return said(bad, other);
    }

    private String packageFindings(Path folder) {
        List<String> bad =
                walnut.local().checkPackage(folder).stream()
                        .map(error -> error.pointer() + ": " + error.message())
                        .toList();
        return said(bad, List.of());
    }

    private static String said(List<String> bad, List<String> other) {
        if (!bad.isEmpty()) {
            throw new CliException(CliException.FAILED, String.join("; ", bad));
        }
        return other.isEmpty() ? null : String.join("; ", other);
    }

    private String nutFindings(Configuration configuration) {
        if (!configuration.flag(Setting.NUT_ENABLED)) {
            return "not asked for: WALNUT_NUT_ENABLED is false";
        }
        String password = configuration.text(Setting.NUT_PASSWORD);
        JsonNode answer =
                walnut.local()
                        .checks()
                        .nut(
                                new Checks.NutTarget(
                                        configuration.text(Setting.NUT_HOST),
                                        configuration.number(Setting.NUT_PORT),
                                        configuration.text(Setting.NUT_USERNAME),
                                        password == null ? null : password.toCharArray(),
                                        configuration.text(Setting.NUT_TLS)));
        if (!answer.path("ok").asBoolean()) {
            throw new CliException(CliException.FAILED, Output.text(answer.path("message")));
        }
        return answer.path("ups").size() + " UPS";
    }

    private String speed(Configuration configuration) {
        JsonNode journal = walnut.local().checks().database(configuration, DEFAULT_SAMPLES).path(0);
        return journal.path("per_second").asText() + " journal commits per second";
    }
}

package io.github.walnut.cli;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs commands that ask a server, in one process and against the demonstration: what they load is
 * what {@code bin/walnut-archive} puts into the archive for commands.
 */
public final class CommandTraining {

    /** E-mail address and password of the demonstration, as it shows them. */
    private static final String LOGIN = "DEMO_LOGIN";

    private static final List<String> COMMANDS =
            List.of(
                    "whoami",
                    "ups list",
                    "hosts list",
                    "policies list",
                    "policies list --json",
                    "runs list",
                    "events list",
                    "obligations list",
                    "integrations types",
                    "system status",
                    "system health",
                    "logout");

    /** They print something, whatever their exit code is. */
    private static final List<String> WITHOUT_SERVER = List.of("--help", "--version", "upz list");

    private final Map<String, String> environment;
    private final List<String> options;
    private final PrintWriter nowhere =
            new PrintWriter(
                    new OutputStreamWriter(
                            OutputStream.nullOutputStream(), StandardCharsets.UTF_8));
    private final PrintWriter errors = StandardOutput.errors();

    private CommandTraining(Map<String, String> environment, List<String> options) {
        this.environment = environment;
        this.options = options;
    }

    /**
     * @param options of the program, with the server
     */
    public static void main(String... options) {
        System.exit(new CommandTraining(System.getenv(), List.of(options)).train());
    }

    private int train() {
        String[] login = environment.getOrDefault(LOGIN, "").strip().split("\\s*/\\s*");
        if (login.length != 2) {
            errors.println(LOGIN + ": expected EMAIL / PASSWORD");
            return CliException.USAGE;
        }
        WITHOUT_SERVER.forEach(this::ran);
        System.setIn(new ByteArrayInputStream(login[1].getBytes(StandardCharsets.UTF_8)));
        int failed = ran("login --email " + login[0] + " --password-file -");
        for (String command : COMMANDS) {
            failed = Math.max(failed, ran(command));
        }
        return failed;
    }

    private int ran(String command) {
        List<String> words = new ArrayList<>(options);
        words.addAll(List.of(command.split(" ")));
        return Walnut.run(null, environment, nowhere, errors, words.toArray(new String[0]));
    }
}

package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.config.ConfigurationException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says on standard error why a command failed, and with {@code --json} as a problem object too. */
final class CliFailures {

    private final Walnut walnut;

    CliFailures(Walnut walnut) {
        this.walnut = walnut;
    }

    /** A command that began and failed; its exit code. */
    int failed(Exception e, CommandLine command) {
        int exitCode = CliException.FAILED;
        JsonNode problem = null;
        if (e instanceof CliException known) {
            exitCode = known.exitCode();
            problem = known.problem();
        } else if (e instanceof ConfigurationException) {
            exitCode = ConfigurationException.EXIT_CODE;
        } else if (e instanceof CommandLine.IExitCodeGenerator coded) {
            exitCode = coded.getExitCode();
        }
        String text =
                inOptions(e.getMessage() == null ? e.toString() : e.getMessage(), problem, command);
        say(text, problem, exitCode, e, command);
        return exitCode;
    }

    /** What a server says of members of a request, in the words of the command line. */
    private static String inOptions(String text, JsonNode problem, CommandLine command) {
        String said = text;
        if (problem != null) {
            for (JsonNode error : problem.path("errors")) {
                String pointer = error.path("pointer").asText();
                String option = "-" + pointer.replace('/', '-').replace('_', '-');
                if (own(command.getCommandSpec().findOption(option))) {
                    said = said.replace(pointer + ":", option + ":");
                }
            }
        }
        return said;
    }

    /** It belongs to the command, not to every one. */
    private static boolean own(OptionSpec option) {
        return option != null
                && !option.inherited()
                && !option.versionHelp()
                && !option.usageHelp();
    }

    /** A command line that makes no sense. */
    int misused(ParameterException e, String... arguments) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        String text = name + ": " + reason(e) + " See " + name + " --help";
        say(text, null, CliException.USAGE, e, command);
        return CliException.USAGE;
    }

    private static String reason(ParameterException e) {
        String said = e.getMessage().strip().replaceAll("^Error: |\\.$", "");
        if (e instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().get(0);
            List<String> near = unmatched.getSuggestions();
            boolean group = !unmatched.getCommandLine().getSubcommands().isEmpty();
            String what =
                    word.startsWith("-")
                            ? "unknown option"
                            : group ? "unknown command" : "unexpected argument";
            return what
                    + " '"
                    + word
                    + "'"
                    + (near.isEmpty() ? "." : ". Did you mean '" + near.get(0) + "'?");
        }
        return Character.toLowerCase(said.charAt(0)) + said.substring(1) + ".";
    }

    private void say(
            String text, JsonNode problem, int exitCode, Exception e, CommandLine command) {
        if (walnut.json()) {
            boolean told = problem != null && problem.isObject();
            walnut.output().value(told ? problem : own(text, exitCode));
        }
        PrintWriter err = command.getErr();
        err.println(TerminalText.lines(text));
        if (walnut.verbose()) {
            e.printStackTrace(err);
        }
        err.flush();
    }

    /** What no server has said. */
    private static ObjectNode own(String text, int exitCode) {
        String code =
                switch (exitCode) {
                    case CliException.USAGE -> "usage";
                    case ConfigurationException.EXIT_CODE -> "configuration";
                    default -> "command_failed";
                };
        return Output.JSON
                .createObjectNode()
                .put("type", "urn:walnut:problem:" + code)
                .put("title", "The command failed")
                .put("code", code)
                .put("detail", text);
    }
}

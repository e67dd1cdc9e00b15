package io.github.walnut.cli;

import java.io.Console;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Scanner;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The ways to give a password: a file, standard input, a prompt, or in sight of everyone. */
final class PasswordOption {

    @Option(
            names = "--password",
            description = "Seen by everyone on this machine; prefer a file or the prompt")
    private String password;

    @Option(names = "--password-file", description = "File with the password, - for standard input")
    private Path file;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    char[] read() {
        if (password != null && file != null) {
            throw new CliException(
                    CliException.USAGE, "--password and --password-file: expected one of them");
        }
        if (password != null) {
            command.commandLine()
                    .getErr()
                    .println(
                            "warning: a password on the command line can be read by everyone on this machine");
            return password.toCharArray();
        }
        if (file != null) {
            return file.toString().equals("-")
                    ? firstLineOfInput()
                    : Walnut.read(file).toCharArray();
        }
        Console console = System.console();
        if (console == null) {
            throw new CliException(
                    CliException.USAGE,
                    "No terminal to ask for the password: expected --password-file");
        }
        char[] typed = console.readPassword("Password: ");
        if (typed == null) {
            throw new CliException(CliException.USAGE, "No password was typed");
        }
        return typed;
    }

    private static char[] firstLineOfInput() {
        try (Scanner input = new Scanner(System.in, StandardCharsets.UTF_8)) {
            if (!input.hasNextLine()) {
                throw new CliException(
                        CliException.USAGE, "--password-file -: standard input is empty");
            }
            return input.nextLine().toCharArray();
        }
    }
}

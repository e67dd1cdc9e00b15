package io.github.walnut.cli;

import java.io.Console;
import java.nio.file.Path;
import java.util.Arrays;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(name = "auth", description = "Accounts, on this machine.")
final class AuthCommand {

    @ParentCommand private Walnut walnut;

    @Command(name = "create-admin", description = "Create an administrator.")
    int createAdmin(
            @Option(names = "--email", required = true) String email,
            @Option(
                            names = "--password",
                            description =
                                    "Seen by everyone on this machine; prefer a file or the prompt")
                    String password,
            @Option(
                            names = "--password-file",
                            description = "File with the password, - for standard input")
                    Path file) {
        char[] secret = password(password, file);
        try {
            walnut.local().createAdmin(walnut.configuration(), email, secret);
        } finally {
            Arrays.fill(secret, '\0');
        }
        walnut.output().say("Administrator " + email + " created.");
        return 0;
    }

    private char[] password(String password, Path file) {
        if (password != null && file != null) {
            throw new CliException(
                    CliException.USAGE, "--password and --password-file: expected one of them");
        }
        if (password != null) {
            System.err.println(
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
        char[] typed = console.readPassword("Password for the new administrator: ");
        if (typed == null) {
            throw new CliException(CliException.USAGE, "No password was typed");
        }
        return typed;
    }

    private static char[] firstLineOfInput() {
        try (java.util.Scanner input =
                new java.util.Scanner(System.in, java.nio.charset.StandardCharsets.UTF_8)) {
            if (!input.hasNextLine()) {
                throw new CliException(
                        CliException.USAGE, "--password-file -: standard input is empty");
            }
            return input.nextLine().toCharArray();
        }
    }
}

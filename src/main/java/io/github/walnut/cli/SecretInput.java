package io.github.walnut.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Scanner;

/** A secret from a file, from standard input or from the terminal, never from an argument. */
final class SecretInput {

    private SecretInput() {}

    /**
     * @param option that names the file
     * @param file {@code -} for standard input, null for a question on the terminal
     */
    static char[] read(String option, Path file, String question) {
        if (file == null) {
            return typed(option, question);
        }
        return file.toString().equals("-")
                ? firstLineOfInput(option)
                : TextFiles.read(file).toCharArray();
    }

    private static char[] typed(String option, String question) {
        char[] typed =
                Terminal.console()
                        .map(console -> console.readPassword("%s", question + ": "))
                        .orElse(null);
        if (typed == null) {
            throw new CliException(
                    CliException.USAGE, "No terminal to ask for it: expected " + option);
        }
        return typed;
    }

    private static char[] firstLineOfInput(String option) {
        try (Scanner input = new Scanner(System.in, StandardCharsets.UTF_8)) {
            if (!input.hasNextLine()) {
                throw new CliException(CliException.USAGE, option + " -: standard input is empty");
            }
            return input.nextLine().toCharArray();
        }
    }
}

package io.github.walnut.cli;

import java.io.Console;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;

/** The terminal that the command was started at, if a person sits there. */
final class Terminal {

    private Terminal() {}

    /** Empty in a pipe or a script. From Java 22 on there is a console even then, which says so. */
    static Optional<Console> console() {
        Console console = System.console();
        return console == null || !interactive(console) ? Optional.empty() : Optional.of(console);
    }

    /** Standard error is one. Java does not tell that of each stream, the shell does. */
    static boolean showsErrors() {
        ProcessBuilder test =
                new ProcessBuilder("sh", "-c", "test -t 2")
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        test.environment().clear();
        try {
            Process process = test.start();
            process.getOutputStream().close();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false; // no shell, no terminal
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Without {@code --yes}, the word has to be typed. */
    static void confirm(boolean yes, String word, String what) {
        if (yes) {
            return;
        }
        Console console =
                console()
                        .orElseThrow(
                                () ->
                                        new CliException(
                                                CliException.USAGE, what + " Expected --yes."));
        if (!word.equals(console.readLine("%s Type %s to go on: ", what, word))) {
            throw new CliException(CliException.FAILED, "Nothing was done.");
        }
    }

    private static boolean interactive(Console console) {
        Method asked;
        try {
            asked = Console.class.getMethod("isTerminal");
        } catch (NoSuchMethodException before22) {
            return true;
        }
        try {
            return (boolean) asked.invoke(console);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("the console does not tell whether it is one", e);
        }
    }
}

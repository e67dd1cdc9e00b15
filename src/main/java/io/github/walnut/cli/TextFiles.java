package io.github.walnut.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files that a command was told to read or to write. */
final class TextFiles {

    private TextFiles() {}

    /** The text of a file without blanks around it. */
    static String read(Path file) {
        return content(file).strip();
    }

    static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new CliException(CliException.USAGE, file + ": expected a file, found none.", e);
        } catch (IOException e) {
            throw new CliException(
                    CliException.USAGE, file + ": expected a readable file: " + e.getMessage(), e);
        }
    }

    static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new CliException(CliException.FAILED, file + " cannot be written: " + e, e);
        }
    }
}

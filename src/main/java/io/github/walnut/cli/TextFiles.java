package io.github.walnut.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

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
        requireFolderOf(file);
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new CliException(CliException.FAILED, file + " cannot be written: " + e, e);
        }
    }

    /**
     * Writes bytes beside the file, for this user alone, and gives them its name once they are
     * whole.
     *
     * @return how many
     */
    static long save(InputStream bytes, Path file) throws IOException {
        requireFolderOf(file);
        Path fresh = Files.createTempFile(file.toAbsolutePath().getParent(), ".walnut-", ".part");
        try {
            long count;
            try (OutputStream out = Files.newOutputStream(fresh)) {
                count = bytes.transferTo(out);
            }
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
            return count;
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /**
     * Somewhere to put a file: no folder is made for it, as a wrong path is more likely a slip.
     *
     * @throws CliException when the folder is not there, or the name is that of a folder
     */
    static void requireFolderOf(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || Files.isDirectory(file)) {
            throw new CliException(
                    CliException.FAILED, file + ": expected the name of a file, found a folder");
        }
        if (!Files.isDirectory(folder)) {
            throw new CliException(
                    CliException.FAILED,
                    file + ": there is no folder " + folder + ". Make it first, or name another");
        }
    }
}

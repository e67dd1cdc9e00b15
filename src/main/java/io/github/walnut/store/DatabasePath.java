package io.github.walnut.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The place of the database file. It becomes part of a JDBC URL, so whatever could carry parameters
 * or leave the working folder is refused.
 */
record DatabasePath(Path file) {

    static DatabasePath of(String text, Path workingFolder) {
        if (text.isBlank()) {
            throw refused(text, "is empty");
        }
        if (text.chars().anyMatch(c -> c == '?' || c == ';' || Character.isISOControl(c))) {
            throw refused(text, "contains '?', ';' or a control character");
        }
        Path base = workingFolder.toAbsolutePath().normalize();
        Path file = base.resolve(text).normalize();
        if (!Path.of(text).isAbsolute() && !file.startsWith(base)) {
            throw refused(text, "leaves the working folder " + base);
        }
        return new DatabasePath(file);
    }

    private static StoreException refused(String text, String why) {
        String shown = text.replaceAll("\\p{Cntrl}", "�");
        return StoreException.configuration(
                "the database path '"
                        + shown
                        + "' "
                        + why
                        + ": expected an absolute path, or one below the working folder");
    }

    String url() {
        return "jdbc:sqlite:" + file;
    }

    Path keyCheck() {
        return file.resolveSibling(file.getFileName() + ".keycheck");
    }

    Path folder() {
        return file.getParent();
    }

    /** False also when a start ended between creating the file and writing its first page. */
    boolean holdsDatabase() {
        try {
            return Files.exists(file) && Files.size(file) > 0;
        } catch (IOException e) {
            throw StoreException.configuration("cannot read " + file + ": " + e, e);
        }
    }
}

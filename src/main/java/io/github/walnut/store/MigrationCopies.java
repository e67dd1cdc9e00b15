package io.github.walnut.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Copies of the file as it was before a migration, under the same key; the last three are kept. */
record MigrationCopies(Path folder) {

    private static final int KEPT = 3;
    private static final long MIB = 1 << 20;

    /** Step 34 makes blocks of samples: the file and its log come to 3.5 times of it together. */
    private static final int BLOCKS = 34;

    private static final String PREFIX = "pre-migration-";

    /** No connection to the file may be open: closing a second handle drops SQLite's locks. */
    void copy(Path database, int version) {
        try {
            requireSpace(database, version);
            PrivateFiles.createFolder(folder);
            Path copy = folder.resolve(PREFIX + version + ".db");
            Path partial = folder.resolve(PREFIX + version + ".part");
            Files.copy(
                    database,
                    partial,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES);
            Files.move(
                    partial,
                    copy,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            deleteOld();
        } catch (IOException e) {
            throw StoreException.configuration(
                    "cannot copy " + database + " to " + folder + " before migrating it: " + e, e);
        }
    }

    private void requireSpace(Path database, int version) throws IOException {
        long needed = (version < BLOCKS ? 4 : 2) * Files.size(database);
        long free = Files.getFileStore(database.getParent()).getUsableSpace();
        if (free < needed) {
            throw StoreException.configuration(
                    "migrating "
                            + database
                            + " needs "
                            + needed / MIB
                            + " MiB of free space, there are "
                            + free / MIB);
        }
    }

    private void deleteOld() throws IOException {
        List<Path> newestFirst;
        try (Stream<Path> files = Files.list(folder)) {
            newestFirst =
                    files.filter(MigrationCopies::isCopy)
                            .sorted(Comparator.comparingInt(MigrationCopies::version).reversed())
                            .toList();
        }
        for (Path old : newestFirst.stream().skip(KEPT).toList()) {
            Files.delete(old);
        }
    }

    private static boolean isCopy(Path file) {
        return file.getFileName().toString().matches(PREFIX + "\\d+\\.db");
    }

    private static int version(Path copy) {
        return Integer.parseInt(copy.getFileName().toString().replaceAll("\\D", ""));
    }
}

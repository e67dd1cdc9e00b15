package io.github.walnut.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder for work under way, removed at its end. What a process that was killed left is removed
 * by the next one.
 */
record Scratch(Path folder) implements AutoCloseable {

    /** Milliseconds by which the system rounds the start of a process. */
    private static final long ROUNDING = 2_000;

    private static final String PREFIX = ".walnut-work-";

    /** On the same file system as the target, so that the result can be moved into place. */
    static Scratch beside(Path target) throws IOException {
        Path parent = target.toAbsolutePath().getParent();
        removeLeft(parent);
        return new Scratch(
                Files.createTempDirectory(
                        parent,
                        PREFIX + ProcessHandle.current().pid() + "-",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------"))));
    }

    Path resolve(String name) {
        return folder.resolve(name);
    }

    /** What processes left that are gone. */
    static void removeLeft(Path parent) throws IOException {
        List<Path> left;
        try (Stream<Path> files = Files.list(parent)) {
            left =
                    files.filter(each -> each.getFileName().toString().startsWith(PREFIX))
                            .filter(each -> !alive(each))
                            .toList();
        }
        for (Path each : left) {
            remove(each);
        }
    }

    /** In a container every process has the number of the one before it, but began later. */
    private static boolean alive(Path left) {
        String name = left.getFileName().toString();
        String pid = name.substring(PREFIX.length()).replaceAll("-.*", "");
        return pid.matches("\\d{1,18}")
                && ProcessHandle.of(Long.parseLong(pid))
                        .filter(process -> !beganAfter(process, left.toFile().lastModified()))
                        .isPresent();
    }

    private static boolean beganAfter(ProcessHandle process, long modified) {
        return process.info()
                .startInstant()
                .filter(began -> began.toEpochMilli() > modified + ROUNDING)
                .isPresent();
    }

    static void remove(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public void close() throws IOException {
        remove(folder);
    }
}

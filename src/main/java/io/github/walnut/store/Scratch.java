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

    private static void removeLeft(Path parent) throws IOException {
        List<Path> left;
        try (Stream<Path> files = Files.list(parent)) {
            left =
                    files.filter(each -> each.getFileName().toString().startsWith(PREFIX))
                            .filter(each -> !alive(each.getFileName().toString()))
                            .toList();
        }
        for (Path each : left) {
            remove(each);
        }
    }

    private static boolean alive(String name) {
        String pid = name.substring(PREFIX.length()).replaceAll("-.*", "");
        return pid.matches("\\d{1,18}") && ProcessHandle.of(Long.parseLong(pid)).isPresent();
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

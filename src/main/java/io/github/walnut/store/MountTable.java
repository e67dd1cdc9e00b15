package io.github.walnut.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Mount points and their file system types, as proc(5) describes {@code mountinfo}. */
record MountTable(List<Mount> mounts) {

    record Mount(Path point, String type) {

        /** The type stands behind the first field that is a lone hyphen. */
        static Optional<Mount> of(String line) {
            int hyphen = line.indexOf(" - ");
            String[] left = line.split(" ");
            if (hyphen < 0 || left.length < 5) {
                return Optional.empty();
            }
            String type = line.substring(hyphen + 3).split(" ")[0];
            return Optional.of(new Mount(Path.of(unescape(left[4])), type));
        }

        private static String unescape(String text) {
            return text.replace("\\040", " ")
                    .replace("\\011", "\t")
                    .replace("\\012", "\n")
                    .replace("\\134", "\\");
        }
    }

    /** Empty where the system has no such table. */
    static MountTable read(Path mountInfo) {
        if (!Files.isReadable(mountInfo)) {
            return new MountTable(List.of());
        }
        try {
            return new MountTable(
                    Files.readAllLines(mountInfo).stream()
                            .map(Mount::of)
                            .flatMap(Optional::stream)
                            .toList());
        } catch (IOException e) {
            throw StoreException.configuration("cannot read " + mountInfo + ": " + e, e);
        }
    }

    /** The type of the deepest mount that holds the folder; the later of two at one point. */
    String typeOf(Path folder) {
        return mounts.stream()
                .filter(mount -> folder.startsWith(mount.point()))
                .reduce(
                        (a, b) ->
                                Comparator.<Mount>comparingInt(m -> m.point().getNameCount())
                                                        .compare(a, b)
                                                > 0
                                        ? a
                                        : b)
                .map(Mount::type)
                .orElse("unknown");
    }
}

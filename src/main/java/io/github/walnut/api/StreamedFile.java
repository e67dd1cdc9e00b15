package io.github.walnut.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** An upload on disk: it goes with its request, unless somebody takes it before. */
final class StreamedFile {

    private final Path path;
    private final AtomicBoolean settled = new AtomicBoolean();

    StreamedFile(Path path) {
        this.path = path;
    }

    /** From now on the caller deletes it. */
    Path take() {
        if (settled.getAndSet(true)) {
            throw new Problem(ProblemCode.CONFLICT, "The request ended before its file was used");
        }
        return path;
    }

    void discard() {
        if (!settled.getAndSet(true)) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw new UncheckedIOException("an upload cannot be deleted", e);
            }
        }
    }
}

package io.github.walnut.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Uploaded types that somebody took out of use: their files stay, and nothing of them starts. */
public final class DisabledTypes {

    private static final String MARKS = ".disabled";

    private final Path uploaded;

    /**
     * @param uploaded folder of the types that were uploaded
     */
    public DisabledTypes(Path uploaded) {
        this.uploaded = uploaded;
    }

    boolean has(String id) {
        return Files.exists(mark(id));
    }

    /**
     * @return false when there is no uploaded type of this id
     */
    public boolean disable(String id) throws IOException {
        if (!known(id)) {
            return false;
        }
        Files.createDirectories(mark(id).getParent());
        Files.writeString(mark(id), "");
        return true;
    }

    /**
     * @return false when there is no uploaded type of this id
     */
    public boolean enable(String id) throws IOException {
        if (!known(id)) {
            return false;
        }
        Files.deleteIfExists(mark(id));
        return true;
    }

    private boolean known(String id) {
        return id.matches("[a-z][a-z0-9]*(\\.[a-z][a-z0-9]*)*")
                && Files.isDirectory(uploaded.resolve(id));
    }

    private Path mark(String id) {
        return uploaded.resolve(MARKS).resolve(id);
    }
}

package io.github.walnut.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers in the data folder how the program ended, so that a start knows whether what others
 * wrote (routes of operators, uploaded types) may have ended the one before (SEC-94).
 *
 * <p>The file has the number of early ends in a row, then a line for each thing that happened. It
 * stays open: {@code bin/walnut-out-of-memory}, which Java calls before it ends, finds it that way.
 */
final class StartHistory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StartHistory.class);

    static final String FILE = "walnut.starts";

    /** Early ends in a row after which a start is a safe one. */
    static final int MOST_ENDS = 2;

    private static final String SAFE = "safe";
    private static final String SETTLED = "settled";
    private static final String LEFT = "left";
    private static final String STOPPED = "stopped";

    /** Written by the script. */
    private static final String OUT_OF_MEMORY = "out of memory";

    private final FileChannel file;
    private final String safe;

    private StartHistory(FileChannel file, String safe) {
        this.file = file;
        this.safe = safe;
    }

    /**
     * The start of a run: how the one before ended is judged, and this one is noted.
     *
     * @param folder of the data, which this process has to itself
     */
    static StartHistory begin(Path folder) throws IOException {
        Path path = folder.resolve(FILE);
        Before before = Before.read(path);
        String safe = before.reason().orElse(null);
        return new StartHistory(begun(folder, before.ends(), safe), safe);
    }

    /** Null when the disk takes nothing: protection does not wait for this file. */
    private static FileChannel begun(Path folder, int ends, String safe) {
        Path scratch = folder.resolve(FILE + ".new");
        Path path = folder.resolve(FILE);
        try {
            Files.writeString(
                    scratch,
                    "ends " + ends + "\n" + (safe == null ? "" : SAFE + " " + safe + "\n"));
            Files.move(
                    scratch,
                    path,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
            FileChannel file = FileChannel.open(path, StandardOpenOption.APPEND);
            file.force(true);
            return file;
        } catch (IOException e) {
            LOG.warn("{} cannot be written: this start is not remembered", path, e);
            return null;
        }
    }

    /** Why this is a safe start, when it is one. */
    Optional<String> safe() {
        return Optional.ofNullable(safe);
    }

    /** This run has lived long enough that a later end says nothing of its start. */
    void settled() throws IOException {
        note(SETTLED);
    }

    /** Somebody started what was stopped: the next start is an ordinary one. */
    void left() throws IOException {
        note(LEFT);
    }

    /** The program is asked to end, and does so by itself. */
    void stopped() throws IOException {
        note(STOPPED);
    }

    private synchronized void note(String line) throws IOException {
        if (file == null) {
            return;
        }
        file.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
        file.force(true);
    }

    @Override
    public synchronized void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }

    /** What the file says of the run before. */
    private record Before(List<String> lines) {

        static Before read(Path path) throws IOException {
            return new Before(
                    Files.exists(path)
                            ? new String(Files.readAllBytes(path), StandardCharsets.UTF_8)
                                    .lines()
                                    .toList()
                            : List.of(STOPPED));
        }

        private boolean has(String line) {
            return lines.contains(line);
        }

        /** Early ends in a row, with that of the run before. */
        int ends() {
            if (has(SETTLED) || has(STOPPED) && !stillSafe()) {
                return 0;
            }
            return has(STOPPED) ? endsBefore() : endsBefore() + 1;
        }

        private int endsBefore() {
            return lines.stream()
                    .filter(line -> line.matches("ends \\d{1,9}"))
                    .mapToInt(line -> Integer.parseInt(line.substring("ends ".length())))
                    .findFirst()
                    .orElse(0);
        }

        /** A safe start that was neither left nor lived long enough to say that all is well. */
        private boolean stillSafe() {
            return safeBefore().isPresent() && !has(LEFT) && !has(SETTLED);
        }

        private Optional<String> safeBefore() {
            return lines.stream()
                    .filter(line -> line.startsWith(SAFE + " "))
                    .map(line -> line.substring(SAFE.length() + 1))
                    .findFirst();
        }

        Optional<String> reason() {
            if (has(OUT_OF_MEMORY)) {
                return Optional.of("the program had no memory left");
            }
            if (stillSafe()) {
                return safeBefore();
            }
            return ends() >= MOST_ENDS
                    ? Optional.of("the program ended twice within five minutes of a start")
                    : Optional.empty();
        }
    }
}

package io.github.walnut.store;

import io.github.walnut.security.Hkdf;
import io.github.walnut.store.EventStore.Change;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.Outage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events that memory has no room for while the store is away, sealed in a file beside it. The file
 * is there only while it holds something; the next start takes up what it holds. Not safe for
 * several threads.
 */
public final class EventSpill implements AutoCloseable {

    static final String FILE = "events.spill";

    private static final Logger LOG = LoggerFactory.getLogger(EventSpill.class);
    private static final String PURPOSE = "walnut event spill v1";

    private final Path path;
    private final byte[] key;
    private EmergencyFile file;
    private int held;
    private boolean inherited;

    /** Events and outages of changes in a row; the facts of later ones replace theirs. */
    private record Block(List<Part> parts) {}

    private record Part(List<Event> events, List<Outage> outages) {}

    /**
     * Opens nothing yet.
     *
     * @param databaseKey the caller may wipe it afterwards
     */
    public EventSpill(Database database, char[] databaseKey) {
        this.path = database.folder().resolve(FILE);
        this.key = Hkdf.key(databaseKey, PURPOSE);
        this.inherited = holdsEvents(database.folder());
    }

    /** Whether an earlier process left something that has to be stored. */
    static boolean holdsEvents(Path folder) {
        return Files.exists(folder.resolve(FILE));
    }

    /** How many changes of this process it holds. */
    public int size() {
        return held;
    }

    /** There is something to be stored, if only of an earlier process. */
    public boolean any() {
        return held > 0 || inherited;
    }

    /**
     * Keeps the changes, on disk when it returns.
     *
     * @throws IOException when the disk has no room; none of them is kept then
     */
    public void add(List<Change> changes) throws IOException {
        List<Part> parts =
                changes.stream()
                        .filter(c -> !c.events().isEmpty() || !c.outages().isEmpty())
                        .map(change -> new Part(change.events(), change.outages()))
                        .toList();
        if (!parts.isEmpty()) {
            opened().append(Json.write(new Block(parts)).getBytes(StandardCharsets.UTF_8));
            held += parts.size();
        }
    }

    /**
     * Hands over all that it holds, oldest first, and removes the file. When a consumer fails it
     * keeps everything: what was stored already is not stored twice, since events have ids.
     */
    public void drain(Consumer<Change> store) throws IOException {
        if (!any()) {
            return;
        }
        int stored = 0;
        for (Block block : blocks()) {
            for (Part part : block.parts()) {
                store.accept(new Change(part.events(), List.of(), part.outages()));
                stored++;
            }
        }
        close();
        Files.delete(path);
        held = 0;
        inherited = false;
        LOG.info("{} changes that were kept on disk are stored", stored);
    }

    private List<Block> blocks() throws IOException {
        return opened().readAll().stream()
                .map(json -> Json.read(new String(json, StandardCharsets.UTF_8), Block.class))
                .toList();
    }

    private EmergencyFile opened() throws IOException {
        if (file == null) {
            file = EmergencyFile.open(path, key.clone());
        }
        return file;
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
    }

    /** Nothing more is kept; the key is wiped. */
    public void end() throws IOException {
        close();
        Arrays.fill(key, (byte) 0);
    }
}

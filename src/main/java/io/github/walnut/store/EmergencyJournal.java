package io.github.walnut.store;

import io.github.walnut.policy.TriggerMemory;
import io.github.walnut.run.Journal;
import io.github.walnut.run.Obligation;
import io.github.walnut.run.Run;
import io.github.walnut.run.Step;
import io.github.walnut.security.Hkdf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * The journal in the store, and in a file of its own while the store does not take it: protection
 * never stops because of the store. What the file holds is written to the store as soon as that
 * works, at the next start at the latest. Safe for several threads.
 */
public final class EmergencyJournal implements Journal, ProtectiveState, AutoCloseable {

    static final String FILE = "emergency.journal";

    private static final Logger LOG = LoggerFactory.getLogger(EmergencyJournal.class);
    private static final String PURPOSE = "walnut emergency journal v1";
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    /** Entries that come while others are merged ask for another round. */
    private static final int ROUNDS = 20;

    private static final Comparator<Run> IN_ORDER =
            Comparator.comparingInt(Run::priority)
                    .thenComparing(Run::createdAt)
                    .thenComparing(run -> run.id().toString());

    private final JdbcJournal store;
    private final Database database;
    private final TriggerStates triggers;
    private final StoreTrouble trouble;
    private final EmergencyFile file;
    private final Unmerged unmerged = new Unmerged();
    private final Thread keeper = new Thread(this::look, "store-keeper");
    private volatile StoreWatch watch;
    private volatile boolean unreadable;

    /**
     * Something waits to be merged. Whoever reads tables asks this first: a transaction on the
     * writer's thread must not wait for the lock of somebody who waits for the writer.
     */
    private volatile boolean holding;

    private volatile boolean closed;
    private boolean told;

    /**
     * Takes the space of the file and first merges what an earlier process left in it. Without the
     * file, a store in trouble stops everything that has to be journaled; a command beside the
     * server has none.
     *
     * @param databaseKey the caller may wipe it afterwards
     */
    public EmergencyJournal(Database database, TriggerStates triggers, char[] databaseKey) {
        this.store = new JdbcJournal(database, triggers);
        this.database = database;
        this.triggers = triggers;
        this.trouble = database.trouble();
        if (!database.serving()) {
            this.file = null;
            return;
        }
        trouble.keep();
        this.file = open(database.folder().resolve(FILE), databaseKey);
        database.keepIn(this);
        takeUp();
        keeper.setDaemon(true);
        keeper.start();
    }

    private static EmergencyFile open(Path path, char[] databaseKey) {
        byte[] key = Hkdf.key(databaseKey, PURPOSE);
        try {
            return EmergencyFile.open(path, key);
        } catch (IOException e) {
            LOG.error("No emergency journal, because {} cannot be had: {}", path, e.toString());
            return null;
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** Whether an earlier process left something that has to be merged. */
    static boolean holdsEntries(Path folder, char[] databaseKey) throws IOException {
        Path path = folder.resolve(FILE);
        if (!Files.exists(path)) {
            return false;
        }
        byte[] key = Hkdf.key(databaseKey, PURPOSE);
        try (EmergencyFile file = EmergencyFile.open(path, key)) {
            return !file.readAll().isEmpty();
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** The next server takes the space anew. */
    static void discard(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(FILE));
    }

    private void takeUp() {
        try {
            List<byte[]> left = file == null ? List.of() : file.readAll();
            for (byte[] content : left) {
                String json = new String(content, StandardCharsets.UTF_8);
                unmerged.add(Json.read(json, Unmerged.Entry.class));
            }
        } catch (IOException e) {
            throw StoreException.configuration("cannot read the emergency journal: " + e, e);
        }
        holding = !unmerged.isEmpty();
        if (holding) {
            LOG.warn("The emergency journal holds {} entries, merged first", unmerged.size());
            trouble.begin("entries of the emergency journal wait");
            tryMerge();
        }
    }

    /** The journal in the store, for what deletes old runs. */
    public JdbcJournal stored() {
        return store;
    }

    /** Who hears of trouble, also of one that is there already. */
    public void watch(StoreWatch listener) {
        watch = listener;
    }

    /** New entries go to the emergency file. */
    public boolean degraded() {
        return trouble.present();
    }

    @Override
    public long epoch() {
        return store.epoch();
    }

    @Override
    public void create(Run run, List<Step> steps, List<Obligation> takenUp) {
        TriggerStates.Cause cause = triggers.of(run);
        write(entry(run, steps, takenUp, cause), () -> store.create(run, steps, takenUp));
        triggers.written(run, cause);
    }

    @Override
    public void update(Run run, List<Step> changed, List<Obligation> owed) {
        write(
                entry(run, changed, owed, TriggerStates.Cause.NONE),
                () -> store.update(run, changed, owed));
    }

    @Override
    public void update(List<Step> changed, List<Obligation> owed) {
        write(
                entry(null, changed, owed, TriggerStates.Cause.NONE),
                () -> store.update(changed, owed));
    }

    private Unmerged.Entry entry(
            Run run, List<Step> steps, List<Obligation> owed, TriggerStates.Cause cause) {
        return new Unmerged.Entry(
                epoch(), run, steps, owed, cause.states(), cause.decision(), List.of());
    }

    @Override
    public synchronized boolean keep(List<KeptRow> rows, List<TriggerMemory> remembered) {
        if (file == null || !trouble.present() || !file.roomy()) {
            return false;
        }
        try {
            append(new Unmerged.Entry(epoch(), null, List.of(), List.of(), remembered, null, rows));
            return true;
        } catch (UnavailableException e) {
            LOG.error("{}", e.getMessage());
            return false;
        }
    }

    @Override
    public List<KeptRow> rows(String table) {
        return holding ? waiting(table) : List.of();
    }

    private synchronized List<KeptRow> waiting(String table) {
        return table.equals(RunRows.TABLE)
                ? unmerged.runs().stream()
                        .map(run -> RunRows.columns(run, epoch()).kept(table, "id"))
                        .toList()
                : unmerged.rows().stream().filter(row -> row.table().equals(table)).toList();
    }

    @Override
    public List<TriggerMemory> triggers() {
        if (!holding) {
            return List.of();
        }
        synchronized (this) {
            return unmerged.triggers();
        }
    }

    private synchronized void write(Unmerged.Entry entry, Runnable normally) {
        if (!trouble.present()) {
            try {
                normally.run();
                return;
            } catch (UnavailableException e) {
                if (!trouble.present()) {
                    throw e;
                }
                LOG.error("The journal goes to the emergency file: {}", e.getMessage());
            }
        }
        append(entry);
    }

    private void append(Unmerged.Entry entry) {
        if (file == null) {
            throw new UnavailableException(
                    trouble.why() + ", and there is no emergency journal", null);
        }
        try {
            file.append(Json.write(entry).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UnavailableException(
                    trouble.why() + ", and the emergency journal fails too: " + e.getMessage(), e);
        }
        unmerged.add(entry);
        holding = true;
    }

    private void look() {
        while (!closed) {
            try {
                Thread.sleep(BETWEEN_LOOKS.toMillis());
                if (trouble.present()) {
                    tell();
                    tryMerge();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("Looking after the store failed; the next look follows", e);
            }
        }
    }

    private void tell() {
        StoreWatch listener = watch;
        String why = trouble.why();
        if (!told && listener != null && why != null) {
            told = true;
            listener.degraded(why);
        }
    }

    private void tryMerge() {
        try {
            merge();
        } catch (StoreUnavailableException | DataAccessException e) {
            LOG.debug("The store still does not take the journal: {}", e.getMessage());
        } catch (EpochLostException e) {
            LOG.error("The emergency journal is not merged: {}", e.getMessage());
        } catch (IOException e) {
            LOG.error("The emergency journal is merged and cannot be cleared: {}", e.toString());
        }
    }

    private void merge() throws IOException {
        int entries = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Unmerged part;
            synchronized (this) {
                part = unmerged.copy();
            }
            store.merge(part);
            entries += part.size();
            synchronized (this) {
                unmerged.remove(part);
                if (unmerged.isEmpty()) {
                    end(entries);
                    return;
                }
            }
        }
    }

    private void end(int entries) throws IOException {
        if (file != null) {
            file.clear();
        }
        unreadable = false;
        holding = false;
        trouble.end();
        LOG.info("The store works again and has {} entries of the emergency journal", entries);
        StoreWatch listener = watch;
        if (told && listener != null) {
            listener.restored(entries);
        }
        told = false;
    }

    @Override
    public List<Entry> unfinished() {
        Map<UUID, Entry> stored = new LinkedHashMap<>();
        store.unfinished().forEach(entry -> stored.put(entry.run().id(), entry));
        synchronized (this) {
            unmerged.runs().stream()
                    .filter(run -> !stored.containsKey(run.id()))
                    .forEach(run -> stored.put(run.id(), store.find(run.id()).orElse(null)));
            return stored.entrySet().stream()
                    .map(each -> unmerged.over(each.getKey(), each::getValue))
                    .filter(entry -> !entry.run().state().terminal())
                    .sorted(Comparator.comparing(Entry::run, IN_ORDER))
                    .toList();
        }
    }

    @Override
    public List<Obligation> obligations() {
        List<Obligation> stored = store.obligations();
        synchronized (this) {
            return unmerged.over(stored)
                    .filter(owed -> !owed.closed())
                    .sorted(
                            Comparator.comparing(Obligation::createdAt)
                                    .thenComparingInt(Obligation::position)
                                    .thenComparing(owed -> owed.id().toString()))
                    .toList();
        }
    }

    @Override
    public List<Obligation> doubtedSince(Instant since) {
        List<Obligation> stored = store.doubtedSince(since);
        synchronized (this) {
            return unmerged.over(stored)
                    .filter(Obligation::doubted)
                    .filter(owed -> !owed.updatedAt().isBefore(since))
                    .toList();
        }
    }

    @Override
    public List<Entry> endedSince(Instant since) {
        Map<UUID, Entry> stored = new LinkedHashMap<>();
        store.endedSince(since).forEach(entry -> stored.put(entry.run().id(), entry));
        synchronized (this) {
            unmerged.runs().stream()
                    .filter(run -> run.mode() == Run.Mode.LIVE && run.endedAt() != null)
                    .filter(run -> !run.endedAt().isBefore(since))
                    .filter(run -> !stored.containsKey(run.id()))
                    .forEach(run -> stored.put(run.id(), store.find(run.id()).orElse(null)));
            return stored.entrySet().stream()
                    .map(each -> unmerged.over(each.getKey(), each::getValue))
                    .sorted(Comparator.comparing(entry -> entry.run().endedAt()))
                    .toList();
        }
    }

    /** The same runs as they are now, with their steps; reads nothing of them twice. */
    public List<Entry> entries(List<Run> runs) {
        List<Entry> stored = read(() -> store.entries(runs), List.of());
        synchronized (this) {
            return stored.stream()
                    .map(entry -> unmerged.over(entry.run().id(), () -> entry))
                    .toList();
        }
    }

    @Override
    public Optional<Entry> find(UUID runId) {
        Optional<Entry> stored = read(() -> store.find(runId), Optional.empty());
        synchronized (this) {
            return Optional.ofNullable(unmerged.over(runId, () -> stored.orElse(null)));
        }
    }

    @Override
    public Optional<Instant> lastDispatch(UUID policyId, String upsId, Run.Mode mode) {
        Optional<Instant> stored =
                read(() -> store.lastDispatch(policyId, upsId, mode), Optional.empty());
        synchronized (this) {
            Stream<Instant> waiting =
                    unmerged.runs().stream()
                            .filter(run -> run.policyId().equals(policyId) && run.mode() == mode)
                            .filter(run -> Objects.equals(run.upsId(), upsId))
                            .filter(JdbcJournal::countsAsDispatch)
                            .map(Run::createdAt);
            return Stream.concat(stored.stream(), waiting).max(Comparator.naturalOrder());
        }
    }

    @Override
    public Optional<Step> lastSent(String idempotencyKey, Run.Mode mode, Instant since) {
        Optional<Step> stored =
                read(() -> store.lastSent(idempotencyKey, mode, since), Optional.empty());
        List<Step> waiting;
        synchronized (this) {
            waiting =
                    unmerged.steps().stream()
                            .filter(step -> idempotencyKey.equals(step.idempotencyKey()))
                            .filter(step -> step.sentAt() != null)
                            .filter(step -> !step.sentAt().isBefore(since))
                            .toList();
        }
        return Stream.concat(
                        stored.stream().filter(step -> !isAmong(step, waiting)),
                        waiting.stream().filter(step -> mode == mode(step)))
                .max(Comparator.comparing(Step::sentAt));
    }

    private static boolean isAmong(Step step, List<Step> others) {
        return others.stream().anyMatch(other -> other.id().equals(step.id()));
    }

    private Run.Mode mode(Step step) {
        return find(step.runId()).map(entry -> entry.run().mode()).orElse(null);
    }

    /** A store that cannot be read is not asked again before it works. */
    private <T> T read(Supplier<T> reading, T otherwise) {
        if (unreadable) {
            return otherwise;
        }
        try {
            return reading.get();
        } catch (StoreUnavailableException | DataAccessException e) {
            LOG.error("The journal cannot be read, what is in memory has to do", e);
            unreadable = true;
            trouble.begin("it cannot be read: " + e.getMessage());
            return otherwise;
        }
    }

    /** What the file holds stays there for the next start. */
    @Override
    public void close() {
        closed = true;
        keeper.interrupt();
        try {
            keeper.join(Writer.PATIENCE.toMillis());
            if (file != null) {
                file.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("closing the emergency journal failed: {}", e.toString());
        }
    }
}

package io.github.walnut.virtual;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.walnut.run.Journal;
import io.github.walnut.run.Run;
import io.github.walnut.run.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A journal of one JSON line per transaction, in memory or in a file. What is read back has been
 * through text, so nothing of a process survives in it but what was written.
 */
public final class JsonJournal implements Journal {

    private record Line(List<Run> runs, List<Step> steps) {}

    /** What happens at a write, for instance a crash. */
    public interface Fault {
        Fault NONE = (number, committed) -> {};

        void at(int number, boolean committed);
    }

    private static final ObjectMapper JSON =
            new ObjectMapper()
                    .registerModule(new JavaTimeModule())
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                    .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE);

    private final Path file;
    private final List<String> lines = new ArrayList<>();
    private final Map<UUID, Run> runs = new LinkedHashMap<>();
    private final Map<UUID, Step> steps = new LinkedHashMap<>();
    private Fault fault = Fault.NONE;
    private int writes;

    public JsonJournal() {
        this(null);
    }

    /** Reads what an earlier process left in the file; a torn last line never happened. */
    public JsonJournal(Path file) {
        this.file = file;
        if (file != null && Files.exists(file)) {
            try {
                String text = Files.readString(file);
                text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(this::replay);
            } catch (IOException e) {
                throw new UncheckedIOException("reading " + file, e);
            }
        }
    }

    /** The same content, as a new process would find it. */
    public JsonJournal reopened() {
        JsonJournal next = new JsonJournal(file);
        if (file == null) {
            lines.forEach(next::replay);
        }
        return next;
    }

    public void fault(Fault next) {
        fault = next;
    }

    public int writes() {
        return writes;
    }

    /** Every run that was ever written. */
    public synchronized List<Run> all() {
        return List.copyOf(runs.values());
    }

    @Override
    public long epoch() {
        return 1;
    }

    @Override
    public synchronized void create(Run run, List<Step> all) {
        write(new Line(List.of(run), all));
    }

    @Override
    public synchronized void update(Run run, List<Step> changed) {
        write(new Line(List.of(run), changed));
    }

    @Override
    public synchronized void update(List<Step> changed) {
        write(new Line(List.of(), changed));
    }

    @Override
    public synchronized List<Entry> unfinished() {
        return runs.values().stream()
                .filter(run -> !run.state().terminal())
                .sorted(Comparator.comparingInt(Run::priority).thenComparing(Run::createdAt))
                .map(this::entry)
                .toList();
    }

    @Override
    public synchronized Optional<Entry> find(UUID runId) {
        return Optional.ofNullable(runs.get(runId)).map(this::entry);
    }

    @Override
    public synchronized Optional<Instant> lastDispatch(UUID policyId, String upsId, Run.Mode mode) {
        return runs.values().stream()
                .filter(run -> run.policyId().equals(policyId) && run.mode() == mode)
                .filter(run -> java.util.Objects.equals(run.upsId(), upsId))
                .filter(run -> run.firstDispatchAt() != null)
                .map(Run::createdAt)
                .max(Comparator.naturalOrder());
    }

    @Override
    public synchronized Optional<Step> lastSent(
            String idempotencyKey, Run.Mode mode, Instant since) {
        return steps.values().stream()
                .filter(step -> step.idempotencyKey().equals(idempotencyKey))
                .filter(step -> runs.get(step.runId()).mode() == mode)
                .filter(step -> step.sentAt() != null && !step.sentAt().isBefore(since))
                .max(Comparator.comparing(Step::sentAt));
    }

    private Entry entry(Run run) {
        return new Entry(
                run,
                steps.values().stream()
                        .filter(step -> step.runId().equals(run.id()))
                        .sorted(Comparator.comparingInt(Step::position))
                        .toList());
    }

    private void write(Line line) {
        int number = ++writes;
        fault.at(number, false);
        String text = text(line);
        append(text);
        replay(text);
        fault.at(number, true);
    }

    private void append(String text) {
        if (file == null) {
            return;
        }
        try (FileChannel out =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            out.write(ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8)));
            out.force(true);
        } catch (IOException e) {
            throw new UnavailableException("writing " + file + ": " + e.getMessage(), e);
        }
    }

    private void replay(String text) {
        try {
            Line line = JSON.readValue(text, Line.class);
            line.runs().forEach(run -> runs.put(run.id(), run));
            line.steps().forEach(step -> steps.put(step.id(), step));
            lines.add(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("journal line " + text, e);
        }
    }

    private static String text(Line line) {
        try {
            return JSON.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("journal line of " + line, e);
        }
    }
}

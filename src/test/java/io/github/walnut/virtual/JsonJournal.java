package io.github.walnut.virtual;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.walnut.run.Obligation;
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
import java.util.ArrayList;
import java.util.List;

/**
 * A journal of one JSON line per transaction, in memory or in a file. What is read back has been
 * through text, so nothing of a process survives in it but what was written.
 */
public final class JsonJournal extends MemoryJournal {

    private record Line(List<Run> runs, List<Step> steps, List<Obligation> obligations) {}

    private static final ObjectMapper JSON =
            new ObjectMapper()
                    .registerModule(new JavaTimeModule())
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                    .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE);

    private final Path file;
    private final List<String> lines = new ArrayList<>();

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

    @Override
    protected void commit(List<Run> changedRuns, List<Step> changedSteps, List<Obligation> owed) {
        String text = text(new Line(changedRuns, changedSteps, owed));
        append(text);
        replay(text);
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
            super.commit(line.runs(), line.steps(), line.obligations());
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

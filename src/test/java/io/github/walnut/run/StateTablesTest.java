package io.github.walnut.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What may follow what: every pair of states, and the tables that people read. */
class StateTablesTest {

    private static final Path PAGE = Path.of("docs/explanation/runs-and-journal.md");

    private static final Map<String, String> RUNS =
            Map.of(
                    "accepted", "running done cancelled",
                    "suppressed", "",
                    "running", "held committed finishing done cancelled",
                    "held", "running cancelled",
                    "committed", "finishing done",
                    "finishing", "done cancelled",
                    "done", "",
                    "cancelled", "");

    private static final Map<String, String> STEPS =
            Map.of(
                    "planned", "intent skipped failed timed_out",
                    "intent", "sent accepted failed unknown confirmed timed_out",
                    "sent", "accepted failed intent unknown confirmed timed_out",
                    "accepted", "confirmed intent failed timed_out",
                    "unknown", "confirmed intent failed accepted timed_out",
                    "confirmed", "",
                    "failed", "",
                    "timed_out", "",
                    "skipped", "");

    @TestFactory
    @Requirement("EXE-40")
    Stream<DynamicTest> a_run_goes_where_the_table_says_and_nowhere_else() {
        return pairs(RunState.values(), RunState::word, RunState::next, RUNS);
    }

    @TestFactory
    @Requirement("EXE-41")
    Stream<DynamicTest> a_step_goes_where_the_table_says_and_nowhere_else() {
        return pairs(StepState.values(), StepState::word, StepState::next, STEPS);
    }

    @Test
    @Requirement("EXE-40")
    void nothing_follows_a_final_state_and_something_every_other() {
        for (RunState state : RunState.values()) {
            assertThat(state.next().isEmpty()).as(state.word()).isEqualTo(state.terminal());
        }
        for (StepState state : StepState.values()) {
            assertThat(state.next().isEmpty()).as(state.word()).isEqualTo(state.terminal());
        }
    }

    @Test
    @Requirement("EXE-40")
    void the_page_tells_the_table_of_runs() throws IOException {
        Map<RunState, Set<RunState>> told = told("## States of a run", RunState.class);
        for (RunState state : RunState.values()) {
            assertThat(told.getOrDefault(state, Set.of())).as(state.word()).isEqualTo(state.next());
        }
    }

    @Test
    @Requirement("EXE-41")
    void the_page_tells_the_table_of_steps() throws IOException {
        Map<StepState, Set<StepState>> told = told("## States of a step", StepState.class);
        for (StepState state : StepState.values()) {
            assertThat(told.getOrDefault(state, Set.of())).as(state.word()).isEqualTo(state.next());
        }
    }

    private static <E extends Enum<E>> Stream<DynamicTest> pairs(
            E[] all,
            Function<E, String> word,
            Function<E, Set<E>> next,
            Map<String, String> table) {
        assertThat(table).hasSize(all.length);
        return Arrays.stream(all)
                .flatMap(
                        from ->
                                Arrays.stream(all)
                                        .filter(to -> to != from)
                                        .map(to -> pair(from, to, word, next, table)));
    }

    private static <E extends Enum<E>> DynamicTest pair(
            E from,
            E to,
            Function<E, String> word,
            Function<E, Set<E>> next,
            Map<String, String> table) {
        boolean allowed =
                Arrays.asList(table.get(word.apply(from)).split(" ")).contains(word.apply(to));
        return DynamicTest.dynamicTest(
                word.apply(from) + (allowed ? " to " : " never to ") + word.apply(to),
                () -> assertThat(next.apply(from).contains(to)).isEqualTo(allowed));
    }

    /** The first table below the heading: states in the first cell, what follows in the last. */
    private static <E extends Enum<E>> Map<E, Set<E>> told(String heading, Class<E> type)
            throws IOException {
        Map<E, Set<E>> told = new EnumMap<>(type);
        String page = Files.readString(PAGE);
        String section = page.substring(page.indexOf(heading));
        section.lines()
                .dropWhile(line -> !line.startsWith("|"))
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .map(line -> line.split("\\|"))
                .forEach(
                        cells ->
                                words(cells[1].replaceAll("phase.*", ""), type)
                                        .forEach(
                                                state ->
                                                        told.computeIfAbsent(
                                                                        state,
                                                                        any -> EnumSet.noneOf(type))
                                                                .addAll(words(cells[3], type))));
        told.forEach((state, next) -> next.remove(state));
        return told;
    }

    /** Every name of a state that stands outside of brackets and after no full stop. */
    private static <E extends Enum<E>> Set<E> words(String cell, Class<E> type) {
        Set<E> found = EnumSet.noneOf(type);
        String plain = cell.replaceAll("\\([^)]*\\)", "");
        for (String word : plain.split("[^a-z_]+")) {
            Arrays.stream(type.getEnumConstants())
                    .filter(state -> state.name().toLowerCase(Locale.ROOT).equals(word))
                    .forEach(found::add);
        }
        return found;
    }
}

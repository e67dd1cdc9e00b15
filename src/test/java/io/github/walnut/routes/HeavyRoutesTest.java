package io.github.walnut.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.walnut.Requirement;
import io.github.walnut.component.walnut.Outgoing;
import io.github.walnut.component.walnut.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes that pass the check and would like to have all memory and all time. */
class HeavyRoutesTest {

    private static final Duration LONG = Duration.ofMinutes(4);

    private UserContext context;

    @BeforeEach
    void start() throws Exception {
        context = new UserContext(Outgoing.nowhere(), Clock.systemUTC(), LONG);
    }

    @AfterEach
    void stop() {
        context.close();
    }

    private RouteCounts run(String steps) throws Exception {
        CheckedRoutes checked =
                HostileRoutesTest.check()
                        .read(
                                new RouteSource(
                                        "- route: {id: user-heavy, from: {uri: walnut:event, steps: ["
                                                + steps
                                                + "]}}",
                                        RouteSource.YAML));
        assertThat(checked.findings()).isEmpty();
        context.add(checked);
        context.tell(new Signal("event", Map.of("severity", "info"), "{\"a\": [1, 2, 3]}"));
        await().atMost(LONG).until(() -> counts().total() == 1);
        return counts();
    }

    /** The failure is told after it was counted. */
    private String failure(String steps) throws Exception {
        run(steps);
        await().atMost(LONG).until(() -> counts().lastFailure() != null);
        assertThat(counts().failed()).isEqualTo(1);
        return counts().lastFailure().message();
    }

    private RouteCounts counts() {
        return context.routes().find("user-heavy").orElseThrow().counts();
    }

    /** Empty lists: few characters, and many times as much memory once they are parsed. */
    private static String lists(int characters) {
        return "[" + "[],".repeat(characters / 3) + "[]]";
    }

    @ParameterizedTest
    @Requirement("SEC-93")
    @ValueSource(
            strings = {
                "setVariable: {name: v%d, jsonpath: $}",
                "setHeader: {name: h%d, jsonpath: $}"
            })
    void values_that_json_paths_parse_weigh_what_they_take(String keep) throws Exception {
        StringBuilder steps = new StringBuilder("{setBody: {constant: '" + lists(3_000) + "'}}");
        for (int i = 0; i < 90; i++) {
            steps.append(", {").append(keep.formatted(i)).append('}');
        }

        assertThat(failure(steps.toString())).contains("headers and variables, grew beyond");
    }

    @Test
    @Requirement("SEC-93")
    void a_body_that_grows_by_texts_and_is_parsed_then_ends() throws Exception {
        String steps =
                "{setBody: {constant: '"
                        + lists(6_000)
                        + "'}}, "
                        + "{setBody: {simple: '[${body},${body},${body},${body}]'}}, "
                        + "{transform: {jsonpath: $}}, {log: never}";

        assertThat(failure(steps)).contains("grew beyond");
    }

    @Test
    @Requirement("SEC-93")
    void what_unmarshal_makes_weighs_too() throws Exception {
        String steps =
                "{setBody: {constant: '"
                        + lists(12_000)
                        + "'}}, {unmarshal: {json: {}}}, {log: never}";

        assertThat(failure(steps)).contains("grew beyond");
    }

    @Test
    @Requirement("SEC-93")
    void a_split_in_a_split_in_a_split_counts_its_steps_as_a_whole() throws Exception {
        String list = "{setBody: {constant: '[" + "1,".repeat(900) + "1]'}}";
        String inner = "{split: {jsonpath: $, steps: [{setVariable: {name: x, constant: y}}]}}";
        for (int i = 0; i < 4; i++) {
            inner = "{split: {jsonpath: $, steps: [" + list + ", " + inner + "]}}";
        }

        assertThat(failure(list + ", " + inner))
                .contains("more than " + RouteGuard.MOST_STEPS + " steps");
    }

    @Test
    @Requirement("SEC-93")
    void an_ordinary_document_of_json_passes() throws Exception {
        RouteCounts counts =
                run(
                        "{setVariable: {name: all, jsonpath: $}}, {unmarshal: {json: {}}},"
                                + " {split: {jsonpath: '$.a', steps: [{log: '${body}'}]}},"
                                + " {marshal: {json: {}}}, {log: '${body} ${variable.all}'}");

        assertThat(counts.lastFailure()).isNull();
        assertThat(counts.failed()).isZero();
    }

    /** A quarter of the heap that the program has by default. */
    @Test
    @Requirement("SEC-93")
    void the_heaviest_routes_at_once_do_not_end_a_program_with_little_memory(@TempDir Path folder)
            throws Exception {
        Path said = folder.resolve("said");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-XX:+UseSerialGC",
                                "-XX:+ExitOnOutOfMemoryError",
                                "-cp",
                                System.getProperty("java.class.path"),
                                HeavyRoutes.class.getName())
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        try {
            assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        List<String> lines = Files.readAllLines(said);
        assertThat(process.exitValue())
                .as(String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size())))
                .isZero();
        assertThat(lines).filteredOn(line -> line.matches("route \\d+ failed 25")).hasSize(10);
    }
}

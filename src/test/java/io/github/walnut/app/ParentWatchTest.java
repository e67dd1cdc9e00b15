package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.walnut.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process in a chain of real ones, of which one is killed. */
class ParentWatchTest {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    @TempDir private Path folder;

    /** Goes on until a process above it has ended. */
    static final class Child {
        private Child() {}

        public static void main(String... args) throws Exception {
            CountDownLatch ended = new CountDownLatch(1);
            ParentWatch.start(ended::countDown);
            Files.writeString(Path.of(args[0]), Long.toString(ProcessHandle.current().pid()));
            ended.await();
            Files.writeString(Path.of(args[1]), "in good order");
        }
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    /** mvn, its script and the program: each writes its number and waits for the next. */
    private Process chain() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        String child =
                String.join(
                        " ",
                        "'" + java + "'",
                        "-cp",
                        "'" + System.getProperty("java.class.path") + "'",
                        "'" + Child.class.getName() + "'",
                        file("child").toString(),
                        file("end").toString());
        Files.writeString(
                file("inner.sh"), "echo $$ >" + file("inner") + "\n" + child + "\ntrue\n");
        Files.writeString(
                file("outer.sh"),
                "echo $$ >" + file("outer") + "\nsh " + file("inner.sh") + "\ntrue\n");
        return new ProcessBuilder("sh", file("outer.sh").toString()).inheritIO().start();
    }

    private ProcessHandle written(String name) throws IOException {
        await().atMost(LIMIT).until(() -> Files.exists(file(name)) && Files.size(file(name)) > 0);
        return ProcessHandle.of(Long.parseLong(Files.readString(file(name)).strip())).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"outer", "inner"})
    @Requirement("OPS-83")
    void the_end_of_any_process_above_is_the_end(String killed) throws Exception {
        Process outer = chain();
        ProcessHandle child = written("child");
        try {
            assertThat(child.isAlive()).isTrue();

            assertThat(written(killed).destroyForcibly()).isTrue();

            await().atMost(LIMIT).until(() -> !child.isAlive());
            assertThat(file("end")).hasContent("in good order");
        } finally {
            child.destroyForcibly();
            outer.destroyForcibly();
        }
    }

    @Test
    @Requirement("OPS-83")
    void the_demonstration_of_maven_ends_with_maven() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        String demo = pom.substring(pom.indexOf("<id>demo</id>"));
        assertThat(List.of(demo.split("\\s+"))).contains("<argument>--with-parent</argument>");
    }
}

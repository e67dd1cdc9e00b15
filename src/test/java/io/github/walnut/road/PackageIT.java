package io.github.walnut.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the build lays out, as it is put on a machine. */
class PackageIT {

    private static final Path HOME =
            Path.of(System.getProperty("walnut.home", "target/walnut")).toAbsolutePath();

    private static List<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(HOME.resolve(folder))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    @Requirement("OPS-80")
    void the_program_is_a_folder_of_jars_with_nothing_shaded_into_another() throws IOException {
        assertThat(HOME.resolve("bin/walnut")).isExecutable();
        assertThat(HOME.resolve("bin/walnut-archive")).isExecutable();
        assertThat(HOME.resolve("conf/application.properties")).isRegularFile();
        assertThat(files("routes")).anyMatch(file -> file.toString().endsWith(".camel.yaml"));
        assertThat(files("kamelets")).anyMatch(file -> file.endsWith("plugin.yaml"));
        assertThat(files("lib").stream().filter(file -> file.toString().endsWith(".jar")).count())
                .isGreaterThan(100);
        try (JarFile app = new JarFile(HOME.resolve("lib/app.jar").toFile())) {
            assertThat(app.stream().map(Object::toString))
                    .filteredOn(entry -> entry.endsWith(".class"))
                    .isNotEmpty()
                    .allMatch(entry -> entry.startsWith("io/github/walnut/"));
        }
    }

    /** The archive of classes is made where the program runs. */
    @Test
    @Requirement("OPS-91")
    void the_program_takes_at_most_150_megabytes() throws IOException {
        long bytes = 0;
        for (Path file : files("")) {
            String name = file.getFileName().toString();
            if (!name.equals("walnut.jsa") && !name.equals("walnut.aot")) {
                bytes += Files.size(file);
            }
        }
        assertThat(bytes).isLessThan(150_000_000);
    }
}

package io.github.walnut;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of requirements and the tests that hold them must tell the same story. */
class RequirementsTest {

    private static final Pattern ROW = Pattern.compile("^\\| ([A-Z]+-[0-9.]+) \\| (.+) \\|$");
    private static final Pattern ID_IN_CONSOLE_TEST = Pattern.compile("\\b((?:CON|OPS)-\\d+)\\b");

    private static List<Matcher> rows() throws IOException {
        return Files.readAllLines(Path.of("docs/reference/requirements.md")).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .toList();
    }

    private static Set<String> listed() throws IOException {
        return rows().stream()
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Reading every test class takes a while, so it is done once. */
    private static Set<String> tested;

    private static synchronized Set<String> tested() throws IOException {
        if (tested == null) {
            tested = readTested();
        }
        return new TreeSet<>(tested);
    }

    private static Set<String> readTested() throws IOException {
        Set<String> ids = new TreeSet<>();
        for (JavaClass type :
                new ClassFileImporter()
                        .withImportOption(location -> location.contains("/test-classes/"))
                        .importPackages("io.github.walnut")) {
            if (type.isAnnotatedWith(Requirement.class)) {
                ids.addAll(List.of(type.getAnnotationOfType(Requirement.class).value()));
            }
            for (JavaMethod method : type.getMethods()) {
                if (method.isAnnotatedWith(Requirement.class)) {
                    ids.addAll(List.of(method.getAnnotationOfType(Requirement.class).value()));
                }
            }
        }
        Path console = Path.of("frontend/src");
        if (Files.isDirectory(console)) {
            try (Stream<Path> files = Files.walk(console)) {
                for (Path file :
                        files.filter(f -> f.toString().matches(".*\\.test\\.tsx?")).toList()) {
                    Matcher matcher = ID_IN_CONSOLE_TEST.matcher(Files.readString(file));
                    while (matcher.find()) {
                        ids.add(matcher.group(1));
                    }
                }
            }
        }
        return ids;
    }

    @Test
    void every_listed_requirement_has_a_test() throws IOException {
        Set<String> untested = listed();
        untested.removeAll(tested());
        assertThat(untested)
                .as("ids in docs/reference/requirements.md that no test carries")
                .isEmpty();
    }

    @Test
    void every_id_that_a_test_carries_is_listed() throws IOException {
        Set<String> unknown = tested();
        unknown.removeAll(listed());
        assertThat(unknown)
                .as("ids carried by tests and missing in docs/reference/requirements.md")
                .isEmpty();
    }

    @Test
    void each_id_stands_once_and_in_order_of_its_area() throws IOException {
        List<String> ids = rows().stream().map(row -> row.group(1)).toList();
        assertThat(ids).doesNotHaveDuplicates().isNotEmpty();
    }
}

package io.github.walnut.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.policy.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Documents that want more than a route may. Each case of {@code routes/hostile.txt} says where it
 * has to be refused.
 */
@Timeout(600)
class HostileRoutesTest {

    static final UUID POLICY = UUID.fromString("0198c0de-0000-7000-8000-000000000001");

    private static final Map<String, RouteConnection> CONNECTIONS =
            Map.of(
                    "hook", http(true, false),
                    "asleep", http(false, false),
                    "home", http(true, true),
                    "lab", new RouteConnection(null, true, false, Set.of(), topic -> false),
                    "broker",
                            new RouteConnection(
                                    RouteConnection.Kind.MQTT,
                                    true,
                                    false,
                                    Set.of(),
                                    topic -> topic.startsWith("walnut/")));

    private static RouteConnection http(boolean enabled, boolean guarded) {
        return new RouteConnection(
                RouteConnection.Kind.HTTP,
                enabled,
                guarded,
                Set.of("tell", "ticket"),
                topic -> false);
    }

    private static final Path CASES = Path.of("src/test/resources/routes/hostile.txt");

    record Case(String name, String pointer, String code, String document) {
        RouteSource source() {
            return new RouteSource(
                    document, document.startsWith("<") ? RouteSource.XML : RouteSource.YAML);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static RouteCheck check() {
        return new RouteCheck(
                new RouteSurroundings() {
                    @Override
                    public boolean core(String routeId) {
                        return Set.of("user-core").contains(routeId);
                    }

                    @Override
                    public boolean policy(UUID id) {
                        return id.equals(POLICY);
                    }

                    @Override
                    public boolean channel(String id) {
                        return id.equals("phone");
                    }

                    @Override
                    public Optional<RouteConnection> connection(String id) {
                        return Optional.ofNullable(CONNECTIONS.get(id));
                    }
                });
    }

    static List<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        for (String part : Files.readString(CASES).split("(?m)^=== ")) {
            String[] lines = part.split("\n", 2);
            String[] words = lines[0].split(" \\| ");
            if (words.length == 3) {
                cases.add(
                        new Case(
                                words[0].strip(),
                                words[1].strip(),
                                words[2].strip(),
                                lines[1].strip() + "\n"));
            }
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    @Requirement({"SEC-60", "SEC-61", "SEC-62", "SEC-63"})
    void is_refused_at_its_place(Case hostile) {
        CheckedRoutes read = check().read(hostile.source());

        assertThat(read.blocked()).isTrue();
        assertThat(read.findings())
                .extracting(finding -> finding.pointer() + " " + finding.code())
                .contains(
                        (hostile.pointer().equals("-") ? "" : hostile.pointer())
                                + " "
                                + hostile.code());
    }

    @Test
    void there_are_enough_of_them() throws IOException {
        assertThat(cases()).hasSizeGreaterThanOrEqualTo(60);
    }

    static Stream<String> bombs() {
        String step = "        - log: x\n";
        return Stream.of(
                head() + step.repeat(101),
                "- route: {id: user-a, from: {uri: 'timer:x', steps: []}}\n".repeat(21),
                head() + "        - log: '" + "x".repeat(70_000) + "'\n",
                head() + "        - setBody: {simple: '" + "${body}".repeat(11) + "'}\n",
                head() + "        - filter: {simple: '" + "(".repeat(3000) + "', steps: []}\n",
                head() + "        - split: {jsonpath: '$" + "[*]".repeat(200) + "', steps: []}\n",
                "a: ".repeat(100) + "b",
                "[".repeat(5000),
                "<a>".repeat(5000),
                "a: &a [x]\nb: [" + "*a,".repeat(60) + "*a]\n");
    }

    @ParameterizedTest
    @MethodSource("bombs")
    @Requirement({"SEC-61"})
    void what_is_too_much_is_refused(String document) {
        RouteSource source =
                new RouteSource(
                        document, document.startsWith("<") ? RouteSource.XML : RouteSource.YAML);

        assertThat(check().read(source).findings()).extracting(Finding::code).isNotEmpty();
        assertThat(check().read(source).blocked()).isTrue();
    }

    private static String head() {
        return """
                - route:
                    id: user-a
                    from:
                      uri: timer:x
                      steps:
                """;
    }
}

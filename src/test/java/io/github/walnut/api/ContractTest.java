package io.github.walnut.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.walnut.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ContractTest {

    private static final Path DOCUMENT = Path.of("src/main/resources/openapi.yaml");
    private static final Path ROUTES = Path.of("routes/api.camel.yaml");
    private static final Path REFERENCE = Path.of("docs/reference/api.md");

    @Test
    @Requirement({"API-1"})
    void every_operation_has_a_route_of_its_own_and_every_route_an_operation() throws IOException {
        List<String> routes = new ArrayList<>();
        for (JsonNode item : new YAMLMapper().readTree(Files.readString(ROUTES))) {
            JsonNode route = item.path("route");
            if (route.isObject()) {
                String id = route.get("id").asText();
                assertThat(route.at("/from/uri").asText()).isEqualTo("direct:" + id);
                assertThat(route.at("/from/steps/0/process/ref").asText()).isEqualTo("api-" + id);
                routes.add(id);
            }
        }

        assertThat(routes)
                .containsExactlyInAnyOrderElementsOf(
                        contract().operations().stream().map(Operation::id).toList());
    }

    @Test
    @Requirement({"API-1", "SEC-31"})
    void an_operation_without_a_rule_is_refused() throws IOException {
        for (String rule :
                List.of("x-role", "x-step-up", "x-csrf", "x-audit", "x-pool", "operationId")) {
            String broken = Files.readString(DOCUMENT).replaceFirst("\n +" + rule + ": [^\n]+", "");

            assertThatThrownBy(() -> new ContractReader(broken).contract())
                    .hasMessageContaining(rule);
        }
    }

    /** In {@code {…}} a text with a comma has to stand in quotes, or its rest becomes a key. */
    @Test
    void no_description_is_cut_at_a_comma() throws IOException {
        assertThat(words(new YAMLMapper().readTree(Files.readString(DOCUMENT)))).isEmpty();
    }

    private static List<String> words(JsonNode node) {
        List<String> found = new ArrayList<>();
        node.fields()
                .forEachRemaining(
                        field -> {
                            if (field.getValue().isNull() && field.getKey().contains(" ")) {
                                found.add(field.getKey());
                            }
                        });
        node.forEach(child -> found.addAll(words(child)));
        return found;
    }

    @Test
    void changing_operations_below_api_ask_for_the_csrf_token() throws IOException {
        for (Operation operation : contract().operations()) {
            boolean changes = !operation.method().equals("GET");
            boolean api = operation.path().text().startsWith("/api/");

            boolean session = !Set.of("webhook-receive", "link-use").contains(operation.id());

            assertThat(operation.csrf()).as(operation.id()).isEqualTo(changes && api && session);
        }
    }

    /**
     * Each of these only renews what the caller holds, or tells and stores nothing; what a webhook
     * takes leaves a row, what it refuses is counted; a link leaves rows with its channel as actor.
     */
    @Test
    @Requirement("EXE-72")
    void changing_operations_leave_an_audit_row() throws IOException {
        Set<String> others =
                Set.of(
                        "session-refresh",
                        "ws-ticket",
                        "policy-inverse",
                        "policy-convert",
                        "settings-notifications-preview",
                        "policy-evaluate",
                        "link-use",
                        "webhook-receive");

        assertThat(contract().operations())
                .filteredOn(operation -> !operation.method().equals("GET") && !operation.audit())
                .extracting(Operation::id)
                .containsExactlyInAnyOrderElementsOf(others);
    }

    @Test
    void literal_paths_win_over_parameters_and_encoded_slashes_stay_in_one_segment()
            throws IOException {
        assertThat(found("/api/ups/samples")).isEqualTo("samples-list");
        assertThat(found("/api/ups/a%2Fb")).isEqualTo("ups-get");
        assertThat(contract().match("GET", "/api/ups/..%2f..%2fetc"))
                .isInstanceOf(Contract.Match.Found.class);
        assertThat(contract().match("GET", "/api/ups/%2e%2e"))
                .isInstanceOf(Contract.Match.Unknown.class);
        assertThat(contract().match("GET", "/api/ups/a%00"))
                .isInstanceOf(Contract.Match.Unknown.class);
        assertThat(contract().match("GET", "/api/ups/%zz"))
                .isInstanceOf(Contract.Match.Unknown.class);
    }

    @Test
    void the_reference_lists_the_operations_of_the_contract() throws IOException {
        TreeMap<String, String> lines = new TreeMap<>();
        for (Operation operation : contract().operations()) {
            lines.put(
                    operation.path().text() + operation.method(),
                    "| "
                            + operation.method()
                            + " `"
                            + operation.path().text()
                            + "` | "
                            + (operation.open() ? "public" : operation.role().word())
                            + (operation.stepUp() ? ", step-up" : "")
                            + " | `"
                            + operation.id()
                            + "` |");
        }

        assertThat(
                        Files.readAllLines(REFERENCE).stream()
                                .filter(l -> l.matches("\\| [A-Z]+ `/.*` \\|"))
                                .toList())
                .containsExactlyElementsOf(lines.values());
    }

    @Test
    @Requirement("SEC-25")
    void the_reference_lists_the_pools_with_their_sizes() throws IOException {
        assertThat(
                        Files.readAllLines(REFERENCE).stream()
                                .filter(l -> l.matches("\\| `[a-z]+` \\| \\d+ \\| \\d+ \\| .*"))
                                .map(
                                        l ->
                                                l.substring(
                                                        0,
                                                        l.indexOf(
                                                                '|',
                                                                l.indexOf(
                                                                                '|',
                                                                                l.indexOf('|', 1)
                                                                                        + 1)
                                                                        + 1)))
                                .map(String::strip)
                                .toList())
                .containsExactlyElementsOf(
                        Stream.of(OperationPool.values())
                                .map(
                                        pool ->
                                                "| `%s` | %d | %d"
                                                        .formatted(
                                                                pool.word(),
                                                                pool.threads(),
                                                                pool.waiting()))
                                .toList());
    }

    /** What stops a run or the program from acting waits for nothing but its own kind. */
    @Test
    @Requirement("SEC-25")
    void ways_to_step_in_have_a_pool_of_their_own_and_every_pool_has_work() throws IOException {
        assertThat(contract().operations())
                .filteredOn(
                        operation ->
                                operation
                                        .id()
                                        .matches(
                                                "runs?-(cancel|hold|resume|postpone)|system-(arm|disarm)|policy-disarm"))
                .hasSize(9)
                .extracting(Operation::pool)
                .containsOnly(OperationPool.CONTROL);
        assertThat(contract().operations())
                .extracting(Operation::pool)
                .contains(OperationPool.values());
    }

    private static String found(String path) throws IOException {
        return ((Contract.Match.Found) contract().match("GET", path)).operation().id();
    }

    private static Contract contract() throws IOException {
        return new ContractReader(Files.readString(DOCUMENT)).contract();
    }
}

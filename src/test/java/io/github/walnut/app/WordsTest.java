package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.YAML;
import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every word with aliases means the same wherever it may be written. */
@Requirement({"POL-41", "POL-50"})
class WordsTest {

    @TempDir private static Path folder;
    private static HomeServer walnut;

    /**
     * One kind of target.
     *
     * @param spellings that mean the type
     * @param orders that mean the same: capability, verb and parameters
     */
    private record Kind(String type, List<String> spellings, List<Order> orders) {}

    private record Order(String capability, String verb, String params) {}

    private static final List<Kind> KINDS =
            List.of(
                    new Kind(
                            "poe-port",
                            List.of("poe-port", "poe_port", "POE_PORT", "Poe-Port"),
                            List.of(
                                    new Order("poe.port", "set", "\"state\":\"off\""),
                                    new Order("aoss.poe.port", "set", "\"state\":\"off\""),
                                    new Order("poe.control", "disable", ""))),
                    new Kind(
                            "interface",
                            List.of("interface", "Interface", "port", "PORT"),
                            List.of(
                                    new Order("net.interface", "set", "\"admin\":\"down\""),
                                    new Order("aos.port_admin", "down", ""))),
                    new Kind(
                            "container",
                            List.of("container", "ct", "lxc", "LXC"),
                            List.of(new Order("container.lifecycle", "shutdown", ""))),
                    new Kind(
                            "vm",
                            List.of("vm", "VM"),
                            List.of(
                                    new Order("vm.lifecycle", "reboot", ""),
                                    new Order("vm.lifecycle", "restart", ""),
                                    new Order("proxmox.vm", "restart", ""),
                                    new Order("infrastructure.vm", "reboot", ""))));

    @BeforeAll
    static void start() throws Exception {
        walnut = new HomeServer(folder, Map.of());
        done(
                walnut.post(
                        "api/integrations",
                        """
                        {"id":"sw","type_id":"walnut.virtual","name":"sw","config":{"vm_count":1,
                         "container_count":1,"poe_ports":["1"],"interfaces":["1"]}}
                        """));
        await().atMost(TestLimits.WAIT)
                .until(
                        () ->
                                walnut.get("api/hosts/sw/inventory?refresh=full")
                                        .text()
                                        .contains("poe-port:1"));
    }

    @AfterAll
    static void stop() {
        walnut.close();
    }

    @TestFactory
    Stream<DynamicTest> a_target_type_means_the_same_at_every_entry() {
        Map<String, Function<Written, String>> entries =
                Map.of(
                        "policy", WordsTest::ofPolicy,
                        "preview", WordsTest::ofPreview,
                        "inventory", WordsTest::ofInventory,
                        "targets", WordsTest::ofTargets,
                        "host action", WordsTest::ofAction,
                        "command line", WordsTest::ofCommand);
        return KINDS.stream()
                .flatMap(
                        kind ->
                                kind.spellings().stream()
                                        .flatMap(
                                                word ->
                                                        entries.entrySet().stream()
                                                                .map(
                                                                        entry ->
                                                                                test(
                                                                                        kind, word,
                                                                                        entry))));
    }

    private record Written(Kind kind, String word) {
        Order order() {
            return kind.orders().get(0);
        }
    }

    private static DynamicTest test(
            Kind kind, String word, Map.Entry<String, Function<Written, String>> entry) {
        return DynamicTest.dynamicTest(
                word + " in " + entry.getKey(),
                () -> {
                    String answer = entry.getValue().apply(new Written(kind, word));
                    assertThat(answer)
                            .as(word)
                            .contains(kind.type() + ":")
                            .doesNotContain("unknown_target_type");
                });
    }

    private static String ofPolicy(Written written) {
        return walnut.send(
                        "POST",
                        "api/policies/test",
                        document(written.order(), written.word()),
                        YAML)
                .json()
                .path("results")
                .toString();
    }

    private static String document(Order order, String type) {
        String params = order.params().isEmpty() ? "" : order.params() + ",";
        return """
               {"version":"2.0","name":"Words","trigger":{"type":"ups.state","equals":"OB"},
                "actions":[{"host_id":"sw","capability":"%s","verb":"%s","target_type":"%s",
                  "selector":{"all":true},"options":{%s "confirm":true}}]}
               """
                .formatted(order.capability(), order.verb(), type, params);
    }

    private static String ofPreview(Written written) {
        return walnut.post(
                        "api/selectors/preview",
                        "{\"host_id\":\"sw\",\"target_type\":\"%s\",\"selector\":{\"all\":true}}"
                                .formatted(written.word()))
                .text();
    }

    private static String ofInventory(Written written) {
        return walnut.get("api/hosts/sw/inventory?type=" + written.word())
                .json()
                .path("items")
                .toString();
    }

    private static String ofTargets(Written written) {
        return walnut.get("api/targets?type=" + written.word()).json().path("items").toString();
    }

    private static String ofAction(Written written) {
        String known = walnut.get("api/targets?type=" + written.kind().type()).text();
        String id = known.replaceFirst("(?s).*?\"" + written.kind().type() + ":([^\"]*)\".*", "$1");
        return act(written.order(), written.word() + ":" + id);
    }

    private static String act(Order order, String target) {
        return walnut.post(
                        "api/hosts/sw/actions",
                        """
                        {"mode":"dry_run","capability":"%s","verb":"%s","targets":["%s"],
                         "params":{%s}}
                        """
                                .formatted(
                                        order.capability(), order.verb(), target, order.params()))
                .text();
    }

    private static String ofCommand(Written written) {
        StringWriter out = new StringWriter();
        int code =
                walnut.cli(
                        new PrintWriter(out),
                        new PrintWriter(new StringWriter()),
                        List.of("hosts", "inventory", "sw", "--type", written.word(), "--json"));
        assertThat(code).isZero();
        return out.toString();
    }

    @TestFactory
    Stream<DynamicTest> an_old_name_of_a_capability_means_the_same_at_every_entry() {
        return KINDS.stream()
                .flatMap(
                        kind ->
                                kind.orders().stream()
                                        .map(
                                                order ->
                                                        DynamicTest.dynamicTest(
                                                                order.capability()
                                                                        + " "
                                                                        + order.verb(),
                                                                () -> same(kind, order))));
    }

    private static void same(Kind kind, Order order) {
        JsonNode today = rows(document(kind.orders().get(0), kind.type()));
        assertThat(rows(document(order, kind.type()))).isEqualTo(today).isNotEmpty();
        String known = walnut.get("api/targets?type=" + kind.type()).text();
        String id = known.replaceFirst("(?s).*?\"(" + kind.type() + ":[^\"]*)\".*", "$1");
        assertThat(act(order, id))
                .contains("\"idempotency_key\":\"" + today.path(0).asText() + "\"");
    }

    /** The keys of the orders: capability, verb, target and the values that make a difference. */
    private static JsonNode rows(String document) {
        com.fasterxml.jackson.databind.node.ArrayNode keys =
                new com.fasterxml.jackson.databind.ObjectMapper().createArrayNode();
        done(walnut.send("POST", "api/policies/test", document, YAML))
                .path("results")
                .forEach(row -> keys.add(row.path("idempotency_key").asText()));
        return keys;
    }

    /** The spelling of types, and aliases of capabilities, are read in one place each. */
    @Test
    void no_second_place_reads_such_words_by_itself() throws IOException {
        Map<Pattern, List<String>> owners =
                Map.of(
                        Pattern.compile("replace\\(\\s*'_',\\s*'-'\\)"),
                        List.of("TargetTypes.java", "CliFailures.java"), // there of codes
                        Pattern.compile("\\baliases\\(\\)\\s*\\.\\s*contains"),
                        List.of("Capability.java"),
                        Pattern.compile("\"(lxc|poe\\.control|aoss\\.poe\\.port)\""),
                        List.of("TargetTypes.java", "CapabilityWords.java"));
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source : sources.filter(p -> p.toString().endsWith(".java")).toList()) {
                String text = Files.readString(source);
                owners.forEach(
                        (pattern, files) ->
                                assertThat(
                                                pattern.matcher(text).find()
                                                        && !files.contains(
                                                                source.getFileName().toString()))
                                        .as("%s reads %s by itself", source, pattern)
                                        .isFalse());
            }
        }
    }
}

package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.routes.RouteSource;
import io.github.walnut.routes.UserRoute;
import io.github.walnut.store.AuditEntry;
import io.github.walnut.store.DatabaseConfig;
import io.github.walnut.store.SettingsRepository;
import io.github.walnut.store.StoredText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another version of the program on the database of the one before. */
class UpgradeTest {

    private static final Duration SOON = TestLimits.WAIT;
    private static final String MANIFEST = "home/kamelets/walnut.virtual/plugin.yaml";
    private static final String SHED =
            """
            version: "2.0"
            name: Shed the lab
            trigger: {type: ups.state, equals: OB, for: 1s, ups: rack1}
            actions:
              - {host_id: lab, capability: vm.lifecycle, verb: shutdown, selector: {names: [web-1]}}
              - {host_id: lab, capability: outlet.power, verb: cycle, selector: {names: [lamp]}}
            """;
    private static final String ROUTE =
            """
            - route:
                id: user-old
                from: {uri: "walnut:sample", steps: [{to: "exec:ls"}]}
            """;

    @TempDir private Path folder;
    private HomeServer walnut;

    @BeforeEach
    void start() throws Exception {
        for (String part : List.of("kamelets", "routes")) {
            copy(Path.of(part), folder.resolve("home").resolve(part));
        }
        walnut = new HomeServer(folder, Map.of("WALNUT_HOME", folder.resolve("home").toString()));
        done(
                walnut.post(
                        "api/integrations",
                        """
                        {"id":"lab","type_id":"walnut.virtual","name":"lab","config":{"vms":["web-1"],"outlets":["lamp"]}}
                        """));
        done(walnut.get("api/hosts/lab/inventory?refresh=full"));
        await().atMost(SOON).until(() -> walnut.get("api/ups").json().toString().contains("rack1"));
    }

    @AfterEach
    void stop() {
        walnut.close();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Path target = to.resolve(from.relativize(each).toString());
                Files.createDirectories(target.getParent());
                Files.copy(each, target);
            }
        }
    }

    @Test
    @Requirement("OPS-72")
    void what_another_version_finds_wrong_is_told_once_and_the_rest_stays_in_force()
            throws Exception {
        String id = walnut.created(SHED).path("id").asText();
        await().atMost(SOON).until(() -> marked() != null);
        assertThat(upgrades()).isEmpty();

        walnut.stop();
        stored(
                store -> {
                    SettingsRepository.Group mark =
                            store.settings.find(Upgrade.GROUP).orElseThrow();
                    store.settings.save(
                            Upgrade.GROUP, Map.of("version", "0.9.0"), mark.version(), "test");
                    store.userRoutes.save(
                            new UserRoute(
                                    "user-old",
                                    new RouteSource(ROUTE, RouteSource.YAML),
                                    true,
                                    1,
                                    Instant.EPOCH,
                                    "test"));
                });
        Path manifest = folder.resolve(MANIFEST);
        Files.writeString(
                manifest,
                Files.readString(manifest)
                        .replace("verbs: [\"off\", \"on\", cycle]", "verbs: [\"off\", \"on\"]")
                        .replace("disruptive: [\"off\", cycle]", "disruptive: [\"off\"]"));
        Files.createDirectories(folder.resolve("home/kamelets/acme.power"));
        walnut.restart(Map.of());

        await().atMost(SOON).until(() -> upgrades().size() == 1);
        AuditEntry told = upgrades().get(0);
        assertThat(told.diff()).containsEntry("from", "0.9.0").containsEntry("to", told.object());
        assertThat(marked()).isEqualTo(told.object());
        List<String> lines = RecentLines.shared().lines();
        assertThat(lines).anyMatch(line -> line.endsWith("4 findings, 3 of them errors"));
        for (String place :
                List.of("policy Shed the lab/actions/1", "type acme.power", "routes user-old")) {
            assertThat(lines)
                    .anyMatch(line -> line.contains("ERROR") && line.contains("upgrade, " + place));
        }

        JsonNode policy = done(walnut.get("api/policies/" + id));
        assertThat(policy.path("status").asText()).isEqualTo("invalid");
        assertThat(policy.path("findings").findValuesAsText("pointer"))
                .anyMatch(pointer -> pointer.startsWith("/actions/1"));
        await().atMost(SOON).until(() -> walnut.events("policy_invalid").size() == 1);

        walnut.power("OB DISCHRG");
        await().atMost(SOON)
                .until(() -> run(id).path("summary").asText().equals("Would execute 1 action"));

        stored(
                store ->
                        new Upgrade(store.settings, store.audit, told.object())
                                .report(() -> fail("it was told already")));
    }

    /** As a version would see it that knows other words: the document stands there as it was. */
    @Test
    @Requirement({"OPS-72", "POL-80"})
    void a_policy_whose_document_no_longer_reads_goes_on_with_its_compiled_form() throws Exception {
        String id = walnut.created(SHED).path("id").asText();
        walnut.stop();
        stored(store -> StoredText.inPolicies(store.database, "ups.state", "ups.mood"));
        walnut.restart(Map.of());

        await().atMost(SOON).until(() -> walnut.events("policy_invalid").size() == 1);
        JsonNode policy = done(walnut.get("api/policies/" + id));
        assertThat(policy.path("status").asText()).isEqualTo("invalid");
        assertThat(policy.path("name").asText()).isEqualTo("Shed the lab");
        assertThat(policy.path("findings").findValuesAsText("pointer"))
                .anyMatch(pointer -> pointer.startsWith("/trigger"));

        walnut.power("OB DISCHRG");
        await().atMost(SOON)
                .until(() -> run(id).path("summary").asText().equals("Would execute 2 actions"));
        walnut.restart(Map.of());
        assertThat(done(walnut.get("api/policies/" + id)).path("status").asText())
                .isEqualTo("invalid");
        assertThat(walnut.events("policy_invalid")).hasSize(1);
    }

    private JsonNode run(String policy) {
        return done(walnut.get("api/runs?policy_id=" + policy)).at("/items/0");
    }

    private List<AuditEntry> upgrades() {
        return walnut.audit().stream()
                .filter(entry -> entry.action().equals("program.upgrade"))
                .toList();
    }

    private String marked() {
        String[] version = new String[1];
        stored(
                store ->
                        version[0] =
                                store.settings
                                        .find(Upgrade.GROUP)
                                        .map(group -> group.values().get("version").toString())
                                        .orElse(null));
        return version[0];
    }

    private void stored(Consumer<StoreRoom> work) {
        try (StoreRoom store =
                new StoreRoom(
                        walnut.configuration(), DatabaseConfig.Mode.COMMAND, new SystemClock())) {
            work.accept(store);
        }
    }
}

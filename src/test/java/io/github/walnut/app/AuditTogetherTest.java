package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.JSON;
import static io.github.walnut.app.HomeServer.YAML;
import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.store.AuditEntry;
import io.github.walnut.store.DatabaseConfig;
import io.github.walnut.store.Lane;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is asked over HTTP while the audit log takes no row. */
class AuditTogetherTest {

    private static final String POLICY =
            """
            version: "2.0"
            name: Shed the lab
            trigger: {type: ups.state, equals: OB, for: 30s, ups: rack1}
            actions:
              - {host_id: lab, capability: vm.lifecycle, verb: shutdown, selector: {names: [web-1]}}
            """;

    private record Wish(
            String action, Function<HomeServer, HomeServer.Answer> order, String shownBy) {}

    private static final List<Wish> WISHES =
            List.of(
                    new Wish(
                            "settings-update",
                            s ->
                                    s.send(
                                            "PATCH",
                                            "api/settings/polling",
                                            "{\"dead_time\":\"33s\"}",
                                            JSON),
                            "api/settings/polling"),
                    new Wish(
                            "integration-create",
                            s ->
                                    s.post(
                                            "api/integrations",
                                            "{\"id\":\"lab\",\"type_id\":\"walnut.virtual\",\"name\":\"lab\",\"config\":{\"vms\":[\"web-1\"]}}"),
                            "api/hosts"),
                    new Wish(
                            "policy-create",
                            s -> s.send("POST", "api/policies", POLICY, YAML),
                            "api/policies"),
                    new Wish(
                            "user-create",
                            s ->
                                    s.post(
                                            "api/users",
                                            "{\"email\":\"ben@example.org\",\"role\":\"viewer\",\"password\":\"correct-horse-44\"}"),
                            "api/users"),
                    new Wish(
                            "token-create",
                            s ->
                                    s.post(
                                            "api/tokens",
                                            "{\"name\":\"probe\",\"scopes\":[\"read\"],\"expires_at\":\""
                                                    + java.time.Instant.now().plusSeconds(86_400)
                                                    + "\"}"),
                            "api/tokens"),
                    new Wish(
                            "system-arm",
                            s ->
                                    s.post(
                                            "api/system/arm",
                                            "{\"reason\":\"tested\",\"confirm\":\"ARM\"}"),
                            "api/settings/arming"));

    /** An effect that no store knows of. */
    private static final String MUTE = "api/ups/rack1/commands";

    @TempDir private Path folder;

    private static void sql(HomeServer walnut, String statement) {
        try (StoreRoom store =
                new StoreRoom(
                        walnut.configuration(), DatabaseConfig.Mode.COMMAND, new SystemClock())) {
            JdbcClient.create(store.database.dataSource(Lane.JOURNAL)).sql(statement).update();
        }
    }

    private static List<AuditEntry> rows(HomeServer walnut, String action) {
        return walnut.audit().stream()
                .filter(row -> row.action().equals(action) && !row.actorKind().equals("cli"))
                .toList();
    }

    @Test
    @Requirement("SEC-71")
    void nothing_takes_effect_without_its_row_and_each_effect_has_one() throws Exception {
        try (HomeServer walnut = new HomeServer(folder, Map.of())) {
            sql(
                    walnut,
                    "CREATE TRIGGER nothing_is_audited BEFORE INSERT ON audit_log"
                            + " BEGIN SELECT RAISE(ABORT, 'tested'); END");
            for (Wish wish : WISHES) {
                JsonNode before = done(walnut.get(wish.shownBy()));
                HomeServer.Answer answer = wish.order().apply(walnut);
                assertThat(answer.status()).as(wish.action() + answer.text()).isIn(500, 503);
                assertThat(done(walnut.get(wish.shownBy()))).as(wish.action()).isEqualTo(before);
            }
            assertThat(walnut.post(MUTE, "{\"command\":\"beeper.mute\"}").status()).isIn(500, 503);
            assertThat(walnut.upsHeard()).isEmpty();
            sql(walnut, "DROP TRIGGER nothing_is_audited");
            done(walnut.post(MUTE, "{\"command\":\"beeper.mute\"}"));
            assertThat(walnut.upsHeard()).contains("beeper.mute");
            assertThat(rows(walnut, "ups-command"))
                    .extracting(AuditEntry::outcome)
                    .containsExactly("ok", "begun");
            for (Wish wish : WISHES) {
                JsonNode before = done(walnut.get(wish.shownBy()));
                done(wish.order().apply(walnut));
                assertThat(done(walnut.get(wish.shownBy()))).as(wish.action()).isNotEqualTo(before);
                assertThat(rows(walnut, wish.action()))
                        .as(wish.action())
                        .extracting(AuditEntry::outcome)
                        .containsExactly("ok");
            }
            assertThat(rows(walnut, "settings-update").get(0).diff()).containsKey("dead_time");
            assertThat(rows(walnut, "user-create").get(0).diff())
                    .containsEntry("email", "ben@example.org");
            assertThat(rows(walnut, "token-create").get(0).diff()).containsKey("id");
        }
    }

    @Test
    @Requirement("SEC-70")
    void what_changes_nothing_in_the_store_has_one_row_too() throws Exception {
        try (HomeServer walnut = new HomeServer(folder, Map.of())) {
            done(walnut.post("api/audit/verify", ""));
            assertThat(rows(walnut, "audit-verify"))
                    .extracting(AuditEntry::outcome)
                    .containsExactly("ok");
        }
    }
}

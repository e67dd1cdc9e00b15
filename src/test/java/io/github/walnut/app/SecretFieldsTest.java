package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.Canaries;
import io.github.walnut.Requirement;
import io.github.walnut.config.StoredSetting;
import io.github.walnut.store.DatabaseConfig;
import io.github.walnut.store.Lane;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Every secret field of every integration type and every secret setting holds a canary once, and
 * none of them gets out. A type or setting that is added without a value here fails the test.
 */
class SecretFieldsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PLAIN = "canary-of-a-field";

    /** What a host of the type needs before it can hold secrets; nobody listens there. */
    private static final Map<String, String> CONFIG =
            Map.of(
                    "generic.http", "{\"base_url\":\"http://127.0.0.1:9\",\"auth\":\"bearer\"}",
                    "generic.mqtt", "{\"url\":\"tcp://127.0.0.1:9\",\"username\":\"walnut\"}",
                    "generic.ssh", "{\"host\":\"127.0.0.1\",\"port\":9,\"username\":\"root\"}",
                    "generic.wol", "{\"machines\":[\"box 02:00:00:00:00:01\"]}",
                    "notify",
                            "{\"kind\":\"webhook\",\"url\":\"http://127.0.0.1:9/hook\",\"insecure\":true}");

    /** Fields that take no text of the usual form, by type and name. */
    private static final Map<String, String> FORMED =
            Map.of(
                    "generic.wol secureon", "canar7",
                    "notify webhook_url", "http://127.0.0.1:9/" + PLAIN,
                    "notify bot_token", "7:" + PLAIN,
                    "notify signing_secret", "whsec_Y2FuYXJ5LW9mLWEtZmllbGQ=",
                    "notify signing_secret_before", "whsec_Y2FuYXJ5LW9mLWEtZmllbGQ=",
                    "generic.ssh private_key",
                            "-----BEGIN OPENSSH PRIVATE KEY-----\n"
                                    + PLAIN
                                    + "\n-----END OPENSSH PRIVATE KEY-----\n",
                    "mqtt tls.key",
                            "-----BEGIN PRIVATE KEY-----\nY2FuYXJ5LW9mLWEta2V5\n-----END PRIVATE KEY-----\n",
                    "traps v3_users",
                            "[{\"name\":\"rack\",\"auth_password\":\"canary-auth-1\",\"priv_password\":\"canary-priv-1\"}]");

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<String> held = new ArrayList<>();
    @TempDir private Path folder;

    private static Stream<JsonNode> each(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private static List<String> secrets(JsonNode type) {
        return type.at("/connection_schema/properties").properties().stream()
                .filter(field -> field.getValue().path("secret").asBoolean())
                .map(Map.Entry::getKey)
                .toList();
    }

    private String value(String owner, String field) {
        held.add(owner + " " + field);
        return FORMED.getOrDefault(owner + " " + field, PLAIN);
    }

    private void host(HomeServer walnut, JsonNode type) {
        String id = type.path("id").asText();
        assertThat(CONFIG).as("a configuration of " + id).containsKey(id);
        ObjectNode host = JSON.createObjectNode();
        host.put("id", "of-" + id).put("type_id", id).put("name", id);
        try {
            host.set("config", JSON.readTree(CONFIG.get(id)));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        ObjectNode given = host.putObject("secrets");
        secrets(type).forEach(field -> given.put(field, value(id, field)));
        JsonNode made = done(walnut.post("api/integrations", host.toString()));
        secrets(type)
                .forEach(
                        field ->
                                assertThat(made.at("/secrets/" + field + "/set").asBoolean())
                                        .as(id + " " + field)
                                        .isTrue());
        walnut.post("api/integrations/of-" + id + "/test", "");
    }

    private void setting(HomeServer walnut, StoredSetting setting) throws Exception {
        String group = setting.group().word();
        String given = value(group, setting.key());
        ObjectNode change = JSON.createObjectNode();
        change.set(
                setting.key(),
                given.startsWith("[") ? JSON.readTree(given) : JSON.valueToTree(given));
        if (group.equals("mqtt")) {
            change.put("username", "walnut");
        }
        done(walnut.send("PATCH", "api/settings/" + group, change.toString(), HomeServer.JSON));
    }

    @Test
    @Requirement({"SEC-44", "SEC-43", "INT-8", "INT-20", "API-60", "API-70"})
    void none_of_them_is_told_by_any_answer_log_line_or_archive() throws Exception {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        log.start();
        root.addAppender(log);
        try (HomeServer walnut = new HomeServer(folder, Map.of())) {
            List<JsonNode> types =
                    each(done(walnut.get("api/integrations/types")).path("items"))
                            .filter(type -> !secrets(type).isEmpty())
                            .toList();
            types.forEach(type -> host(walnut, type));
            List<StoredSetting> settings =
                    Stream.of(StoredSetting.values()).filter(StoredSetting::secret).toList();
            for (StoredSetting setting : settings) {
                setting(walnut, setting);
            }
            assertThat(held).hasSizeGreaterThan(15).contains("oidc client_secret");

            List<String> told = new ArrayList<>();
            for (JsonNode type : types) {
                String host = "of-" + type.path("id").asText();
                told.add(walnut.get("api/integrations/" + host).text());
                told.add(walnut.get("api/integrations/" + host + "/health").text());
                told.add(walnut.get("api/hosts/" + host + "/inventory").text());
            }
            for (StoredSetting setting : settings) {
                told.add(walnut.get("api/settings/" + setting.group().word()).text());
            }
            for (String path :
                    List.of(
                            "api/integrations",
                            "api/settings",
                            "api/audit?limit=500",
                            "api/events")) {
                told.add(walnut.get(path).text());
            }
            walnut.bytes("api/system/diagnostics"); // looked through there
            told.add(walnut.audit().toString());
            told.addAll(
                    List.copyOf(log.list).stream()
                            .map(ILoggingEvent::getFormattedMessage)
                            .toList());

            Canaries.check("what is told", told);
            assertThat(String.join("\n", told)).doesNotContain("canar7");
            nothingIsStoredThatCannotBeSealed(walnut);
        } finally {
            root.detachAppender(log);
        }
    }

    /** The sealing key does not open any more, as after a restore by hand of one row. */
    private static void nothingIsStoredThatCannotBeSealed(HomeServer walnut) {
        try (StoreRoom store =
                new StoreRoom(
                        walnut.configuration(), DatabaseConfig.Mode.COMMAND, new SystemClock())) {
            JdbcClient.create(store.database.dataSource(Lane.JOURNAL))
                    .sql("UPDATE secrets SET key_version = key_version + 1 WHERE name = 'kek'")
                    .update();
        }
        HomeServer.Answer host =
                walnut.post(
                        "api/integrations",
                        """
                        {"id":"late","type_id":"generic.ssh","name":"late",
                         "config":{"host":"127.0.0.1","username":"root"},
                         "secrets":{"password":"canary-of-a-late-host"}}
                        """);
        HomeServer.Answer setting =
                walnut.send(
                        "PATCH",
                        "api/settings/oidc",
                        "{\"name\":\"Late\",\"client_secret\":\"canary-of-a-late-secret\"}",
                        HomeServer.JSON);

        for (HomeServer.Answer refused : List.of(host, setting)) {
            assertThat(refused.status()).as(refused.text()).isEqualTo(503);
            assertThat(refused.json().path("code").asText()).isEqualTo("secrets_unavailable");
        }
        assertThat(walnut.get("api/integrations/late").status()).isEqualTo(404);
        assertThat(done(walnut.get("api/settings/oidc")).at("/values/name").asText())
                .isNotEqualTo("Late");
    }
}

package io.github.walnut.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.publish.Json;
import io.github.walnut.publish.UpsView;
import io.github.walnut.run.Countdown;
import io.github.walnut.run.Gate;
import io.github.walnut.run.Job;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunState;
import io.github.walnut.security.Role;
import io.github.walnut.ups.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The document of the WebSocket, held against what the running server says. */
@Requirement({"API-2", "API-92"})
class AsyncApiTest {

    private static final Duration LIMIT = TestLimits.WAIT;
    private static final Set<String> OF_CLIENTS = Set.of("wish");

    /** It takes a client that stands still, or a start that is owed. */
    private static final Set<String> NOT_PROVOKED = Set.of("lagging", "recovery.state");

    /** These are told by a thread that first looks up what has changed. */
    private static final Set<String> LOOKED_UP =
            Set.of("host.changed", "policy.changed", "route.changed", "route.removed");

    private final Json json = new Json();
    private final JsonSchemaFactory schemas =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private RunningApi api;
    private String token;
    private JsonNode live;
    private ObjectNode all;

    @BeforeEach
    void start() throws Exception {
        api = new RunningApi(new Live.Limits(20, 20, Duration.ofMillis(50)), LiveLog.NONE, 1000);
        api.ups.add("rack@lab", api.clock.instant(), "OL");
        token = api.token(Role.VIEWER);
        live = yaml("/api/asyncapi.yaml");
        all = new ObjectMapper().createObjectNode();
        ObjectNode components = all.putObject("components");
        components.set("messages", live.at("/components/messages"));
        ObjectNode merged = components.putObject("schemas");
        merged.setAll((ObjectNode) yaml("/api/openapi.yaml").at("/components/schemas"));
        merged.setAll((ObjectNode) live.at("/components/schemas"));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private JsonNode yaml(String path) throws Exception {
        String text = api.send(api.request(path)).body().replace("openapi.yaml#/", "#/");
        return new YAMLMapper().readTree(text);
    }

    private JsonSchema schema(String message) {
        ObjectNode root = all.deepCopy();
        root.put("$ref", "#/components/messages/" + message + "/payload");
        return schemas.getSchema(root);
    }

    @Test
    void every_message_that_is_said_is_in_the_document_and_every_one_in_it_is_said() {
        List<JsonNode> said = new ArrayList<>();
        Ears ears = talk();
        said.addAll(ears.all());
        said.addAll(refused());
        said.addAll(ofAJob());
        said.addAll(ofTheLog());

        Set<String> documented = new TreeSet<>();
        live.at("/components/messages").fieldNames().forEachRemaining(documented::add);
        documented.removeAll(OF_CLIENTS);
        Set<String> heard = new TreeSet<>();
        for (JsonNode message : said) {
            String type = message.get("type").asText();
            heard.add(type);
            assertThat(documented).contains(type);
            assertThat(schema(type).validate(message)).as(message.toString()).isEmpty();
        }
        documented.removeAll(NOT_PROVOKED);
        assertThat(heard).containsAll(documented);
    }

    @Test
    void what_clients_say_is_in_the_document_too() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        for (String good :
                List.of(
                        "{\"type\":\"ping\"}",
                        "{\"type\":\"subscribe\",\"topics\":[\"ups\"],\"filter\":{\"severity\":[\"warn\"]},"
                                + "\"since\":7}",
                        "{\"type\":\"unsubscribe\",\"topics\":[\"ups\"]}",
                        "{\"type\":\"auth\",\"token\":\"x\"}")) {
            assertThat(schema("wish").validate(mapper.readTree(good))).as(good).isEmpty();
        }
        assertThat(schema("wish").validate(mapper.readTree("{\"type\":\"subscribe\"}")))
                .isNotEmpty();
        Set<String> inChannels = new TreeSet<>();
        live.get("channels")
                .forEach(
                        channel ->
                                channel.get("messages")
                                        .fieldNames()
                                        .forEachRemaining(inChannels::add));
        Set<String> messages = new TreeSet<>();
        live.at("/components/messages").fieldNames().forEachRemaining(messages::add);
        assertThat(inChannels).isEqualTo(messages);
    }

    /** A conversation in which nearly everything is said. */
    private Ears talk() {
        UUID run = UUID.randomUUID();
        api.runs.put(
                api.runs.run(run, UUID.randomUUID(), Run.Mode.DRY_RUN, RunState.RUNNING),
                List.of());
        Ears ears = Ears.open(api, "/ws?since=1&token=" + token, null);
        await().atMost(LIMIT).until(() -> ears.types().contains("replay.gap"));
        Ears present = Ears.open(api, "/ws?token=" + token, null);
        await().atMost(LIMIT).until(() -> present.types().contains("system.mode"));
        LiveFeed feed = new LiveFeed(api.live, json, api.clock);
        feed.upsStatus(api.ups.all().get(0), false);
        feed.upsStatus(api.ups.all().get(0), true);
        feed.event(api.ups.event("rack@lab", api.clock.instant(), "mains_lost", Severity.WARN));
        feed.outage(api.ups.outage("rack@lab", api.clock.instant(), null));
        feed.mode(new SystemMode(true, null, null));
        Run record = api.runs.run(run, UUID.randomUUID(), Run.Mode.LIVE, RunState.RUNNING);
        for (String type :
                List.of("run.created", "run.state", "run.plan_compressed", "step.state")) {
            feed.changed(type, record, List.of());
        }
        feed.changed(
                "run.closed",
                api.runs.run(run, UUID.randomUUID(), Run.Mode.LIVE, RunState.DONE),
                List.of());
        feed.countdown(
                record,
                List.of(
                        new Countdown(Countdown.Kind.LOCK, null, null, api.clock.instant()),
                        new Countdown(Countdown.Kind.BUDGET, 0, "guests", api.clock.instant())));
        changes(feed);
        feed.gate(record, null, new Gate(Gate.Kind.MAINS, false, null, "mains are away"));
        await().atMost(LIMIT).until(() -> ears.types().containsAll(LOOKED_UP));
        ears.say("{\"type\":\"ping\"}");
        ears.say("{\"type\":\"get_history\"}");
        ears.say("{nonsense");
        ears.say("{\"type\":\"subscribe\",\"topics\":[\"ups\",\"events\"]}");
        api.clock.advance(Duration.ofSeconds(30));
        await().atMost(LIMIT).until(() -> ears.heard("ping").size() > 2);
        api.clock.advance(Duration.ofSeconds(30));
        ears.say("{\"type\":\"ping\"}");
        for (int i = 0; i < 17 && ears.heard("session.expiring").isEmpty(); i++) {
            int pings = ears.heard("ping").size();
            await().atMost(LIMIT).until(() -> ears.heard("ping").size() > pings + 2);
            api.clock.advance(Duration.ofSeconds(30));
        }
        await().atMost(LIMIT).until(() -> ears.types().contains("session.expiring"));
        await().atMost(LIMIT)
                .until(() -> ears.types().containsAll(Set.of("pong", "history", "subscribed")));
        return ears;
    }

    /** What is told of records and of the program. */
    private void changes(LiveFeed feed) {
        feed.upsAdded(api.ups.all().get(0));
        feed.upsRemoved("rack@lab");
        feed.acknowledged(List.of(UUID.randomUUID()), "admin@example.org");
        String admin = api.token(Role.ADMIN);
        UUID policy = UUID.fromString(made(admin, "/api/policies", "{\"name\":\"Shed\"}"));
        String host =
                made(
                        admin,
                        "/api/integrations",
                        "{\"type_id\":\"test.vm\",\"name\":\"pve\",\"config\":{\"host\":\"h\"}}");
        api.server.news().policy(policy);
        feed.policyDeleted(policy);
        feed.typeUpdated("acme.wake", "valid");
        feed.typeRemoved("acme.wake");
        feed.policyPending(
                policy,
                "rack@lab",
                new UpsView.Next(policy, "Shed the lab", api.clock.instant(), "stable_for 30s"));
        feed.policyPending(policy, "rack@lab", null);
        api.server.news().host(host);
        feed.hostRemoved("pve");
        feed.inventory("pve", 1, 0, 2);
        api.server.news().route(api.routes.all().get(0).id());
        api.server.news().route("gone");
        feed.settings("polling", 2);
        feed.component(new SystemReads.Component("disk", "degraded", "full", null, Map.of()));
        feed.notice(Severity.WARN, "walNUT restarts");
    }

    private String made(String admin, String path, String body) {
        return api.json(api.send("POST", path, admin, body)).get("id").asText();
    }

    private List<JsonNode> ofAJob() {
        Job job = api.jobs.begin(Job.Kind.SELFTEST);
        Ears ears = Ears.open(api, "/ws/jobs/" + job.id() + "?token=" + token, null);
        await().atMost(LIMIT).until(() -> api.jobs.followers(job) > 0);
        api.jobs.tell(job, "first");
        api.jobs.end(job, Map.of("read", 2));
        await().atMost(LIMIT).until(() -> ears.closed() == 1000);
        return ears.all();
    }

    private List<JsonNode> ofTheLog() {
        api.log.write("first");
        Ears ears = Ears.open(api, "/ws/logs/app?token=" + api.token(Role.ADMIN), null);
        await().atMost(LIMIT).until(() -> !ears.heard("log.line").isEmpty());
        ears.leave();
        return ears.all();
    }

    private List<JsonNode> refused() {
        Ears none = Ears.open(api, "/ws", null);
        await().atMost(LIMIT).until(() -> none.closed() == 4001);
        return none.all();
    }
}

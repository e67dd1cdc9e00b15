package io.github.walnut.policy.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.Requirement;
import io.github.walnut.inventory.FakeInventory;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.PolicyReading;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CompiledFormReaderTest {

    private final CompiledFormReader reader = new CompiledFormReader();

    static List<String> documents() {
        return Golden.files();
    }

    private static JsonNode form(Policy policy) {
        return new CompiledForm(policy, new FakeInventory()).tree(null, null, "", "");
    }

    @ParameterizedTest
    @MethodSource("documents")
    @Requirement("OPS-72")
    void what_is_read_back_behaves_as_the_document_did(String file) {
        PolicyReading reading = Golden.read(file);
        Policy again = reader.read(form(reading.policy()).toString()).orElseThrow();
        assertThat(new CanonicalForm(again).behaviourHash()).isEqualTo(reading.behaviourHash());
        assertThat(again.name()).isEqualTo(reading.policy().name());
        assertThat(again.priority()).isEqualTo(reading.policy().priority());
        assertThat(form(again)).isEqualTo(form(reading.policy()));
    }

    @Test
    @Requirement("OPS-72")
    void every_kind_of_trigger_condition_and_value_is_read_back() {
        String document =
                """
                version: "2.0"
                name: All of them
                logic: ALL
                triggers:
                  - {type: ups.state, equals: comm_lost, for: 1500ms, cause: [tcp]}
                  - {type: status_transition, from: OB, to: OL, stable_for: 5m, ups: [a, b@c], at_least: 2}
                  - {type: metric.threshold, metric: charge_pct, op: "<=", value: 33.5, for: 10s}
                  - {type: timer.at, schedule: {repeat: weekly, at: "22:30", days: [mon, fri], timezone: Europe/Berlin}}
                  - {type: timer.after, after: 90s, since_event: {type: ups.state, equals: OB}}
                  - {type: webhook.custom, name: generator, match: {level: 2.5, on: true, tags: [a, 1]}, valid_for: 1m}
                conditions:
                  all:
                    - {scope: ups, field: charge_pct, op: "<", value: 20.25, max_age: 30s, if_unknown: match}
                  any:
                    - {scope: host, field: reachable, op: "=", value: true, host: lab}
                actions:
                  - {id: one, host_id: lab, capability: outlet.power, verb: set, stage: 2,
                     options: {state: "off", seconds: 7, share: 0.25}, idempotency: {key_hint: lamp},
                     selector: {names: [lamp], labels: {tier: [a, b]}}, escalate: [cycle],
                     on_power_return: reverse, timeout: 2500ms, delay: 1s, enabled: false}
                  - {host_id: lab, capability: vm.lifecycle, verb: shutdown, selector: {query: "name ~ web"}, after: [one]}
                safeties: {suppression_window: 4m, global_lock: rack, never_hosts: [self]}
                recovery: {min_charge_pct: 40, stagger: 3s, order: listed, on_second_outage: finish}
                """;
        PolicyReading reading = new PolicyDocuments().read(document, DocumentTree.YAML);
        assertThat(reading.policy()).as(reading.findings().toString()).isNotNull();
        Policy again = reader.read(form(reading.policy()).toString()).orElseThrow();
        assertThat(new CanonicalForm(again).behaviourHash()).isEqualTo(reading.behaviourHash());
        assertThat(again.actions()).isEqualTo(reading.policy().actions());
        assertThat(again.triggers()).isEqualTo(reading.policy().triggers());
    }

    /** One that came with something unknown would act otherwise than it was meant. */
    @Test
    @Requirement("OPS-72")
    void a_form_that_is_not_known_whole_is_not_carried_out() {
        JsonNode good = form(Golden.read("v2/example-a.yaml").policy());
        ObjectNode trigger = good.deepCopy();
        ((ObjectNode) trigger.at("/match/trigger_group/triggers/0")).put("type", "ups.mood");
        ObjectNode state = good.deepCopy();
        ((ObjectNode) state.at("/match/trigger_group/triggers/0")).put("flag", "MOODY");
        ObjectNode condition = good.deepCopy();
        ((ArrayNode) condition.at("/match/conditions")).addObject().put("scope", "moon");
        ObjectNode missing = good.deepCopy();
        ((ObjectNode) missing.at("/plan/0")).remove("after");
        for (JsonNode each : List.of(trigger, state, condition, missing)) {
            assertThat(reader.read(each.toString())).isEmpty();
        }
        assertThat(reader.read("null")).isEmpty();
        assertThat(reader.read("{")).isEmpty();
        assertThat(reader.read(good.toString())).isPresent();
    }
}

package io.github.walnut.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.Requirement;
import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.FakeInventory;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.SelectorResolver;
import io.github.walnut.inventory.Target;
import io.github.walnut.policy.ActionForm;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.PolicyEdits;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.json.PolicyDocuments;
import io.github.walnut.run.DriverCall.Mode;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.ErrorClass;
import io.github.walnut.run.Journal;
import io.github.walnut.run.NewRun;
import io.github.walnut.run.PlanBasis;
import io.github.walnut.run.Planner;
import io.github.walnut.run.Rehearsal;
import io.github.walnut.run.RehearsalRow;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunRequest;
import io.github.walnut.run.Step;
import io.github.walnut.run.TargetResolver;
import io.github.walnut.ups.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Actions of every form, right and wrong, on a virtual host: saving, dry run and execution by the
 * real driver come to the same verdict about the form.
 */
@Requirement("POL-98")
class ActionFormPropertiesTest {

    private static final Instant NOW = Instant.parse("2026-03-04T10:00:00Z");
    private static final Set<String> OF_THE_FORM =
            Set.of(
                    "unknown_capability",
                    "unknown_verb",
                    "unknown_target_type",
                    "target_type_not_accepted",
                    "bad_params",
                    "confirm_required");
    private static final List<String> TYPES =
            List.of(
                    "vm",
                    "container",
                    "node",
                    "outlet",
                    "poe_port",
                    "poe-port",
                    "interface",
                    "port");

    private static DriverBench bench;
    private static Host host;
    private static FakeInventory inventory;
    private static List<Capability> offered;

    @BeforeContainer
    static void startDrivers() throws Exception {
        bench = DriverBench.start();
        host =
                bench.host(
                        "lab",
                        "walnut.virtual",
                        Map.of(
                                "vm_count",
                                1,
                                "container_count",
                                1,
                                "node_count",
                                1,
                                "outlets",
                                List.of("1"),
                                "poe_ports",
                                List.of("1"),
                                "interfaces",
                                List.of("1")));
        offered =
                bench
                        .types()
                        .find("walnut.virtual")
                        .orElseThrow()
                        .manifest()
                        .capabilities()
                        .stream()
                        .filter(each -> !each.id().equals("inventory.list"))
                        .toList();
        inventory = new FakeInventory().withHost("lab", offered.toArray(Capability[]::new));
        DriverResult known = bench.call(Mode.INVENTORY, host, null, null, null, Map.of());
        InventoryItems.of(host, known.targets(), 1000)
                .forEach(t -> inventory.targets("lab", t.type(), t.externalId()));
    }

    @AfterContainer
    static void stopDrivers() {
        bench.close();
    }

    @Property(tries = 400)
    void what_a_dry_run_calls_good_is_never_refused_for_its_form(@ForAll long seed) {
        PolicyReading reading = saved(new ActionWriter(new Random(seed)).document());
        boolean blocked =
                reading.findings().stream()
                        .filter(finding -> finding.severity() == Severity.BLOCKER)
                        .anyMatch(finding -> OF_THE_FORM.contains(finding.code()));
        List<Step> steps = rehearsed(reading).steps();
        for (Step step : steps) {
            if (step.target().externalId().isEmpty()) {
                continue;
            }
            List<ErrorClass> refusals = executed(step);
            assertThat(refusals.isEmpty())
                    .as("saving and execution of %s", step)
                    .isEqualTo(!blocked);
            if (!RehearsalRow.of(step).severity().atLeast(Severity.ERROR)) {
                assertThat(refusals).as("dry run and execution of %s", step).isEmpty();
            }
        }
    }

    @Example
    void a_value_that_needs_a_confirmation_is_refused_when_the_policy_is_saved() {
        String off = poe("\"state\":\"off\"");
        assertThat(saved(off).findings())
                .filteredOn(finding -> finding.severity() == Severity.BLOCKER)
                .singleElement()
                .satisfies(
                        finding -> {
                            assertThat(finding.code()).isEqualTo("confirm_required");
                            assertThat(finding.pointer()).isEqualTo("/actions/0/options/confirm");
                            assertThat(finding.message())
                                    .isEqualTo("'set' needs confirm: true with state: off");
                        });
        RehearsalRow row = RehearsalRow.of(rehearsed(saved(off)).steps().get(0));
        assertThat(row.severity()).isEqualTo(Severity.ERROR);
        assertThat(row.reason()).isEqualTo("'set' needs confirm: true with state: off");
        assertThat(saved(poe("\"state\":\"off\",\"confirm\":true")).blocked()).isFalse();
        assertThat(saved(poe("\"state\":\"on\"")).blocked()).isFalse();
    }

    private static String poe(String options) {
        return """
                {"version":"2.0","name":"Cameras","trigger":{"type":"ups.state","equals":"OB"},
                 "actions":[{"host_id":"lab","capability":"poe.port","verb":"set",
                   "selector":{"all":true},"options":{%s}}]}
                """
                .formatted(options);
    }

    private static PolicyReading saved(String document) {
        PolicyDocuments documents = new PolicyDocuments();
        return documents.compile(
                documents.read(document, "application/json"), inventory, List.of("rack-a@lab"));
    }

    /** Rehearsed by the real driver, whatever saving said. */
    private static Journal.Entry rehearsed(PolicyReading reading) {
        Policy.Action action = reading.policy().actions().get(0);
        SelectorResolver selectors = new SelectorResolver(inventory);
        TargetResolver resolver =
                (one, stale) ->
                        new TargetResolver.Resolution(
                                selectors
                                        .resolve(one.selector(), one.hostId(), type(one), stale)
                                        .targets(),
                                stale,
                                List.of());
        Rehearsal rehearsal =
                Rehearsal.of(
                        new NewRun(
                                new Planner(inventory, resolver, UUID::randomUUID),
                                UUID::randomUUID),
                        inventory,
                        request(reading),
                        PlanBasis.complete(List.of()),
                        1,
                        NOW);
        for (Step step : rehearsal.open()) {
            rehearsal.answered(
                    step.id(),
                    bench.call(
                            Mode.DRY_RUN,
                            host,
                            step.target(),
                            action.capability(),
                            action.verb(),
                            action.params()),
                    NOW);
        }
        return rehearsal.close(NOW);
    }

    private static String type(Policy.Action action) {
        return action.targetType() == null ? "host" : action.targetType();
    }

    private static RunRequest request(PolicyReading reading) {
        return new RunRequest(
                Run.Kind.MANUAL,
                Run.Mode.DRY_RUN,
                PolicyEdits.create(
                        null,
                        reading,
                        "",
                        "application/json",
                        true,
                        new PolicyEdits.Edit("test", NOW)),
                null,
                null,
                null,
                new UUID(1, 1),
                null,
                0,
                "test",
                "rehearsal");
    }

    /** Why the driver refuses the form of the verb or of one that may follow it. */
    private static List<ErrorClass> executed(Step step) {
        List<ErrorClass> refusals = new ArrayList<>();
        refusal(step, step.verb(), step.params(), refusals);
        for (String next : step.escalate()) {
            Map<String, Object> params =
                    ActionForm.capability(offered, step.capability())
                            .map(capability -> capability.verbs().get(next))
                            .map(verb -> ActionForm.fitting(verb, step.params()))
                            .orElse(step.params());
            refusal(step, next, params, refusals);
        }
        return refusals;
    }

    private static void refusal(
            Step step, String verb, Map<String, Object> params, List<ErrorClass> to) {
        Target target = step.target();
        DriverResult result =
                bench.call(Mode.EXECUTE, host, target, step.capability(), verb, params);
        if (result.error() != null
                && Set.of(ErrorClass.VALIDATION, ErrorClass.UNSUPPORTED)
                        .contains(result.error().errorClass())) {
            to.add(result.error().errorClass());
        }
    }

    /** Writes actions of which most are nearly right. */
    private record ActionWriter(Random random) {

        String document() {
            ObjectMapper mapper = new ObjectMapper();
            ObjectNode document = mapper.createObjectNode();
            document.put("version", "2.0").put("name", "a form");
            document.putObject("trigger").put("type", "ups.state").put("equals", "OB");
            ObjectNode action = document.putArray("actions").addObject();
            Capability capability = one(offered);
            Capability.Verb verb = one(List.copyOf(capability.verbs().values()));
            action.put("host_id", "lab");
            action.put("capability", rarely() ? "vm.lifecycel" : one(words(capability)));
            action.put("verb", rarely() ? "explode" : verb.name());
            if (!capability.hostOnly()) {
                action.put("target_type", rarely() ? one(TYPES) : capability.targetTypes().get(0));
                action.putObject("selector").put("all", true);
            }
            ObjectNode options = action.putObject("options");
            params(verb).forEach((name, value) -> options.set(name, mapper.valueToTree(value)));
            if (random.nextInt(3) == 0) {
                action.putArray("escalate")
                        .add(rarely() ? "explode" : one(List.copyOf(capability.verbs().keySet())));
            }
            return document.toString();
        }

        private List<String> words(Capability capability) {
            List<String> words = new ArrayList<>(capability.aliases());
            words.remove("poe.control"); // its verbs are others
            words.remove("aos.port_admin");
            words.add(capability.id());
            return words;
        }

        private Map<String, Object> params(Capability.Verb verb) {
            Map<String, Object> params = new java.util.LinkedHashMap<>();
            Map<?, ?> properties = (Map<?, ?>) verb.params().get("properties");
            properties.forEach(
                    (name, schema) -> {
                        if (!name.equals("confirm") && random.nextInt(10) < 7) {
                            params.put(String.valueOf(name), value((Map<?, ?>) schema));
                        }
                    });
            if (random.nextBoolean()) {
                params.put("confirm", rarely() ? "yes" : random.nextInt(5) > 0);
            }
            if (rarely()) {
                params.put("surprise", 1);
            }
            return params;
        }

        private Object value(Map<?, ?> schema) {
            if (rarely()) {
                return one(List.of(-1, "x", true, 1_000_000, List.of()));
            }
            if (schema.get("enum") instanceof List<?> words) {
                return one(words);
            }
            return switch (String.valueOf(schema.get("type"))) {
                case "integer" -> 1 + random.nextInt(59);
                case "boolean" -> random.nextBoolean();
                default -> "c" + random.nextInt(9);
            };
        }

        private boolean rarely() {
            return random.nextInt(12) == 0;
        }

        private <T> T one(List<T> of) {
            return of.get(random.nextInt(of.size()));
        }
    }
}

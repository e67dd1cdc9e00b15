package io.github.walnut.policy.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.inventory.FakeInventory;
import io.github.walnut.policy.Condition;
import io.github.walnut.policy.Finding;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.SiteView;
import io.github.walnut.policy.Trigger;
import io.github.walnut.policy.UpsMeanings;
import io.github.walnut.ups.Severity;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Bare names of UPSs in documents, wherever a UPS may be named. */
@Requirement("NUT-3")
class UpsNamesTest {

    private static final String EVERYWHERE =
            """
            version: "2.0"
            name: named everywhere
            triggers:
              - {type: ups.state, equals: OB, ups: rack1}
              - {type: status_transition, from: OL, to: OB, ups: [RACK1, rack2@a]}
              - {type: metric.threshold, metric: load_pct, op: ">", value: 5, ups: rack1}
              - {type: timer.after, after: 5m, since_event: {type: ups.state, equals: OB}, ups: rack1}
              - {type: schedule, schedule: {repeat: daily, at: "02:00"}, ups: rack1}
            conditions: {all: [{scope: ups, field: status, op: "=", value: OB, ups: rack1}]}
            actions: []
            tests:
              - name: on battery
                given: {ups: {rack1: {status: OL}}}
                when: [{at: 10s, ups: {rack1: {status: OB}}}]
                then: {matches: 0}
            """
                    .replace("actions: []", "actions: [{host_id: x, capability: y, verb: z}]");

    private final PolicyDocuments documents = new PolicyDocuments();

    private PolicyReading compile(String document, Set<String> known, UpsMeanings before) {
        return documents.compile(
                documents.read(document, "application/yaml"),
                new FakeInventory(),
                SiteView.ofUps(known).with(before));
    }

    /** Every UPS that the model names, at each place. */
    private static List<String> named(Policy policy) {
        return Stream.of(
                        policy.triggers().stream()
                                .map(Trigger::ups)
                                .flatMap(scope -> scope.names().stream()),
                        policy.all().stream().map(Condition::ups),
                        policy.tests().stream().flatMap(test -> test.ups().keySet().stream()),
                        policy.tests().stream()
                                .flatMap(test -> test.when().stream())
                                .flatMap(happening -> happening.ups().keySet().stream()))
                .flatMap(names -> names)
                .toList();
    }

    private static List<Finding> about(PolicyReading reading, String code) {
        return reading.findings().stream().filter(f -> f.code().equals(code)).toList();
    }

    @Example
    void the_only_ups_of_a_name_is_what_it_means_at_every_place() {
        PolicyReading reading = compile(EVERYWHERE, Set.of("rack1@a", "rack2@a"), UpsMeanings.NONE);
        assertThat(named(reading.policy()))
                .hasSize(9)
                .allMatch(id -> id.equals("rack1@a") || id.equals("rack2@a"));
        assertThat(reading.upsMeanings().of("Rack1")).containsExactly("rack1@a");
        assertThat(about(reading, "ambiguous_ups")).isEmpty();
        assertThat(about(reading, "unknown_ups")).isEmpty();
    }

    @Example
    void a_name_of_several_upss_blocks_at_every_place_and_names_the_candidates() {
        PolicyReading reading =
                compile(EVERYWHERE, Set.of("rack1@a", "rack1@b", "rack2@a"), UpsMeanings.NONE);
        assertThat(about(reading, "ambiguous_ups"))
                .allMatch(finding -> finding.severity() == Severity.BLOCKER)
                .allMatch(finding -> finding.message().endsWith("may be rack1@a or rack1@b"))
                .extracting(Finding::pointer)
                .containsExactlyInAnyOrder(
                        "/conditions/all/0/ups",
                        "/tests/0",
                        "/triggers/0/ups",
                        "/triggers/1/ups",
                        "/triggers/2/ups",
                        "/triggers/3/ups",
                        "/triggers/4/ups");
    }

    @Example
    void a_name_of_no_ups_is_unknown_and_is_resolved_when_one_is_there() {
        PolicyReading before = compile(EVERYWHERE, Set.of("rack2@a"), UpsMeanings.NONE);
        assertThat(about(before, "unknown_ups")).hasSize(6);
        assertThat(before.upsMeanings().ids()).isEmpty();
        PolicyReading after =
                compile(EVERYWHERE, Set.of("rack1@b", "rack2@a"), before.upsMeanings());
        assertThat(about(after, "unknown_ups")).isEmpty();
        assertThat(after.upsMeanings().of("rack1")).containsExactly("rack1@b");
    }

    @Example
    void a_document_of_before_goes_on_to_mean_every_ups_that_it_meant_and_no_more() {
        PolicyReading first = compile(EVERYWHERE, Set.of("rack1@a", "rack1@b", "rack2@a"), null);
        assertThat(first.policy().triggers().get(0).ups().names())
                .containsExactly("rack1@a", "rack1@b");
        assertThat(first.policy().all().get(0).ups()).isEqualTo("rack1@a");
        assertThat(about(first, "ambiguous_ups"))
                .isNotEmpty()
                .allMatch(finding -> finding.severity() == Severity.WARN);
        PolicyReading later =
                compile(
                        EVERYWHERE,
                        Set.of("rack1@a", "rack1@b", "rack1@c", "rack2@a"),
                        first.upsMeanings());
        assertThat(later.policy()).isEqualTo(first.policy());
        assertThat(later.hash()).isEqualTo(first.hash());
    }

    @Example
    void an_id_is_another_text_of_the_same_meaning() {
        Set<String> known = Set.of("rack1@a", "rack2@a");
        PolicyReading bare = compile(EVERYWHERE, known, UpsMeanings.NONE);
        PolicyReading full =
                compile(EVERYWHERE.replaceAll("(?i)rack1", "rack1@a"), known, UpsMeanings.NONE);
        assertThat(bare.hash()).isEqualTo(full.hash());
        assertThat(full.upsMeanings().ids()).isEmpty();
    }

    @Example
    void a_star_means_every_ups() {
        String every =
                "version: '2.0'\nname: all of them\ntrigger: {type: ups.state, equals: OB, ups: '*'}\n"
                        + "actions: [{host_id: x, capability: y, verb: z}]\n";
        PolicyReading reading = compile(every, Set.of("rack1@a", "rack1@b"), UpsMeanings.NONE);
        assertThat(reading.policy().triggers().get(0).ups().includes("rack1@b")).isTrue();
        assertThat(about(reading, "ambiguous_ups")).isEmpty();
        assertThat(about(reading, "unknown_ups")).isEmpty();
    }

    /** Servers come; what is stored means what it meant, and tells where a name is shared now. */
    @Property(tries = 300)
    void no_server_that_is_added_changes_a_stored_policy(@ForAll long seed) {
        Random random = new Random(seed);
        Set<String> known = fleet(random);
        PolicyReading saved = compile(document(random), known, UpsMeanings.NONE);
        Set<String> more = new HashSet<>(known);
        more.addAll(fleet(random));
        String document = lastDocument;
        PolicyReading later = compile(document, more, saved.upsMeanings());
        Set<String> settled = saved.upsMeanings().ids().keySet();
        for (int i = 0; i < saved.policy().triggers().size(); i++) {
            List<String> before = saved.policy().triggers().get(i).ups().names();
            if (before.stream().allMatch(name -> name.contains("@"))) {
                assertThat(later.policy().triggers().get(i).ups().names()).isEqualTo(before);
            }
        }
        Set<String> shared =
                settled.stream()
                        .filter(name -> more.stream().filter(id -> of(id, name)).count() > 1)
                        .collect(Collectors.toSet());
        assertThat(about(later, "ups_name_shared").isEmpty()).isEqualTo(shared.isEmpty());
        assertThat(about(later, "ups_name_shared"))
                .allMatch(finding -> finding.severity() == Severity.WARN);
        for (String name : settled) {
            assertThat(later.upsMeanings().of(name)).isEqualTo(saved.upsMeanings().of(name));
        }
    }

    private String lastDocument;

    private String document(Random random) {
        String triggers =
                IntStream.range(0, 1 + random.nextInt(4))
                        .mapToObj(
                                i ->
                                        "  - {type: ups.state, equals: OB, ups: [%s, %s]}\n"
                                                .formatted(name(random), name(random)))
                        .collect(Collectors.joining());
        lastDocument =
                "version: '2.0'\nname: by chance\ntriggers:\n"
                        + triggers
                        + "actions: [{host_id: x, capability: y, verb: z}]\n";
        return lastDocument;
    }

    private static String name(Random random) {
        String name = List.of("rack1", "RACK1", "rack2", "ups").get(random.nextInt(4));
        return random.nextInt(4) == 0 ? name + "@" + "abc".charAt(random.nextInt(3)) : name;
    }

    private static Set<String> fleet(Random random) {
        return Stream.of("rack1@a", "rack1@b", "rack2@a", "rack2@c", "ups@b", "ups@c")
                .filter(id -> random.nextInt(3) == 0)
                .collect(Collectors.toSet());
    }

    private static boolean of(String id, String name) {
        return id.toLowerCase().startsWith(name + "@");
    }
}

package io.github.walnut.virtual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.walnut.Requirement;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.policy.Finding;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.json.PolicyDocuments;
import io.github.walnut.ups.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyTestsTest {

    private static final String SHED =
            """
            version: "2.0"
            name: Shed
            trigger: { type: duration, to: OB, stable_for: 1m, ups: rack-b }
            actions:
              - { host_id: pve, capability: vm.lifecycle, verb: shutdown, stage: 0,
                  selector: { external_ids: ["201-202"] }, options: { timeout: 90 } }
              - { host_id: nas, capability: power.control, verb: shutdown, stage: 1 }
            tests:
            """;

    private static final String TARGETS =
            "targets: { \"pve/vm:201\": running, \"pve/vm:202\": running, \"nas/host:nas\": up }"
                    + " }\n";

    private final Inventory inventory =
            new VirtualSite(Catalogue.all()).host("pve", false).host("nas", false);

    @Test
    @Requirement("POL-90")
    void a_claim_that_holds_finds_nothing() {
        assertThat(
                        findings(
                                """
                                  - name: a short dip stops nothing
                                    given: { ups: { rack-b: { status: OL, charge_pct: 100 } },
                                """
                                        + "      "
                                        + TARGETS
                                        + """
                                            when:
                                              - { at: 10s, ups: { rack-b: { status: OB DISCHRG } } }
                                              - { at: 40s, ups: { rack-b: { status: OL CHRG } } }
                                            then: { matches: 0, finally: { "pve/vm:201": running } }
                                          - name: an outage stops everything in order
                                            given: { ups: { rack-b: { status: OL } },
                                        """
                                        + "      "
                                        + TARGETS
                                        + """
                                            when:
                                              - { at: 10s, ups: { rack-b: { status: OB DISCHRG } } }
                                            then:
                                              matches: 1
                                              result: succeeded
                                              dispatched:
                                                - { target: "pve/vm:201", verb: shutdown, not_before: 70s, by: 90s }
                                                - { target: "nas/host:nas", verb: shutdown, not_before: 80s }
                                              finally: { "pve/vm:202": stopped, "nas/host:nas": down }
                                        """))
                .isEmpty();
    }

    @Test
    @Requirement("POL-90")
    void a_claim_that_does_not_hold_is_an_error_at_its_test() {
        List<Finding> findings =
                findings(
                        """
                          - name: wrong
                            given: { ups: { rack-b: { status: OL } },
                        """
                                + "      "
                                + TARGETS
                                + """
                                    when:
                                      - { at: 10s, ups: { rack-b: { status: OB DISCHRG } } }
                                    then:
                                      matches: 2
                                      not_dispatched: [ "nas/host:nas" ]
                                      finally: { "pve/vm:201": running }
                                """);

        assertThat(findings)
                .hasSize(3)
                .allSatisfy(
                        finding -> {
                            assertThat(finding.severity()).isEqualTo(Severity.ERROR);
                            assertThat(finding.phase()).isEqualTo("test");
                            assertThat(finding.pointer()).isEqualTo("/tests/0");
                        });
        assertThat(findings)
                .extracting(Finding::message)
                .contains(
                        "Test 'wrong': expected 2 matches, there were 1",
                        "Test 'wrong': expected pve/vm:201 to be running in the end, it is"
                                + " stopped");
    }

    @Test
    @Requirement("POL-90")
    void faults_and_a_policy_that_is_not_armed_are_part_of_it() {
        assertThat(
                        findings(
                                """
                                  - name: a host that is down holds up nobody
                                    given: { ups: { rack-b: { status: OL } },
                                """
                                        + "      "
                                        + TARGETS
                                        + """
                                            when:
                                              - { at: 5s, fault: { kind: host_down, host: pve } }
                                              - { at: 10s, ups: { rack-b: { status: OB DISCHRG } } }
                                            then:
                                              result: partial
                                              not_dispatched: [ "pve/vm:201" ]
                                              dispatched: [ { target: "nas/host:nas", verb: shutdown } ]
                                          - name: without arming nothing is sent
                                            given: { armed: false, ups: { rack-b: { status: OL } },
                                        """
                                        + "      "
                                        + TARGETS
                                        + """
                                            when:
                                              - { at: 10s, ups: { rack-b: { status: OB DISCHRG } } }
                                            then: { matches: true, dispatched: [], finally: { "pve/vm:201": running } }
                                        """))
                .isEmpty();
    }

    @Test
    @Requirement("POL-90")
    void webhooks_can_be_called() {
        String policy =
                """
                version: "2.0"
                name: Called
                trigger: { type: webhook.custom, name: evening, match: { scene: night } }
                actions: [ { host_id: nas, capability: power.control, verb: shutdown } ]
                tests:
                  - name: the evening call
                    given: { targets: { "nas/host:nas": up } }
                    when:
                      - { at: 3s, event: evening, body: { scene: day } }
                      - { at: 9s, event: evening, body: { scene: night } }
                    then: { matches: 1, dispatched: [ { target: "nas/host:nas", verb: shutdown, not_before: 9s } ] }
                """;
        assertThat(check(policy, PolicyTests.Limits.DEFAULT)).isEmpty();
    }

    @Test
    @Requirement("POL-90")
    void what_cannot_be_given_is_told() {
        String test =
                """
                  - name: slow
                    given: { ups: { rack-b: { status: OL, flaps_10m: 3 } } }
                    then: { matches: 0 }
                """;
        assertThat(findings(test))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("flaps_10m"));
    }

    @Test
    @Requirement("POL-90")
    void steps_of_the_virtual_world_are_limited_and_no_seconds() {
        String test =
                """
                  - name: a day on mains
                    given: { ups: { rack-b: { status: OL } } }
                    when: [ { at: 23h, fault: { kind: refuse } } ]
                    then: { matches: 0 }
                """;
        assertThat(check(SHED + test, new PolicyTests.Limits(110_000, 110_000))).isEmpty();
        String verdict =
                "Test 'a day on mains': not over after %d s of virtual time; it may take 24 h of"
                        + " that and %d steps";
        assertThat(check(SHED + test, new PolicyTests.Limits(1000, 2000)))
                .extracting(Finding::code, Finding::message)
                .containsExactly(tuple("test_too_long", verdict.formatted(833, 1000)));
        assertThat(check(SHED + test + test + test, new PolicyTests.Limits(1000, 1500)))
                .extracting(Finding::message)
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo(verdict.formatted(833, 1000)),
                        second ->
                                assertThat(second)
                                        .startsWith(verdict.formatted(416, 500))
                                        .endsWith("left of 1500 for all tests of the policy"),
                        third -> assertThat(third).contains("and 0 steps"));
    }

    private List<Finding> findings(String tests) {
        return check(SHED + tests, PolicyTests.Limits.DEFAULT);
    }

    private List<Finding> check(String document, PolicyTests.Limits limits) {
        PolicyReading reading = new PolicyDocuments().read(document, "application/yaml");
        assertThat(reading.policy()).as(reading.findings().toString()).isNotNull();
        assertThat(reading.findings()).isEmpty();
        return new PolicyTests(inventory, limits).findings(reading.policy());
    }
}

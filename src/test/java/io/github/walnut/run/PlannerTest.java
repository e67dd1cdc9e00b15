package io.github.walnut.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.inventory.Host;
import io.github.walnut.ups.Severity;
import io.github.walnut.virtual.ActionDraft;
import io.github.walnut.virtual.Site;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlannerTest {

    private static final Instant NOW = Instant.parse("2026-03-04T10:00:00Z");

    private final Site site = new Site().add("pve").add("nas").vm("pve", "1").vm("pve", "2");

    @Test
    @Requirement({"EXE-25", "EXE-26"})
    void orders_steps_by_stage_then_action_then_target() {
        Plan plan =
                plan(
                        ActionDraft.of("nas", "nas", "power.control", "shutdown", "host").stage(1),
                        ActionDraft.vm("clients", "pve", "shutdown"),
                        ActionDraft.vm("off", "pve", "stop").disabled());

        assertThat(plan.steps())
                .extracting(
                        step -> step.position() + " " + step.actionId() + " " + step.target().id())
                .containsExactly("0 clients vm:1", "1 clients vm:2", "2 nas host:nas");
    }

    @Test
    @Requirement({"EXE-13", "INT-44"})
    void builds_the_key_from_capability_verb_host_and_target() {
        assertThat(
                        plan(ActionDraft.vm("a", "pve", "shutdown").params(Map.of("timeout_s", 9)))
                                .steps())
                .extracting(Step::idempotencyKey)
                .containsExactly(
                        "vm.lifecycle:shutdown:pve/vm:1", "vm.lifecycle:shutdown:pve/vm:2");
    }

    @Test
    @Requirement({"EXE-13", "INT-44"})
    void adds_the_key_parameters_in_their_declared_order() {
        site.target("nas", "poe-port", "1/7", false, false);
        ActionDraft cut =
                ActionDraft.of("poe", "nas", "poe.port", "set", "poe-port")
                        .params(Map.of("vlans", List.of(1, 2), "state", "off"));

        assertThat(plan(cut).steps().get(0).idempotencyKey())
                .startsWith("poe.port:set:nas/poe-port:1/7:state=off:vlans=")
                .matches(".*:vlans=[0-9a-f]{12}");
    }

    @Test
    @Requirement("EXE-13")
    void lets_a_hint_replace_what_stands_behind_the_verb() {
        assertThat(plan(ActionDraft.vm("a", "pve", "stop").keyHint("rack")).steps().get(0))
                .extracting(Step::idempotencyKey)
                .isEqualTo("vm.lifecycle:stop:rack");
    }

    @Test
    @Requirement("EXE-23")
    void shows_an_empty_selection_as_one_skipped_row() {
        Plan plan =
                plan(ActionDraft.vm("none", "nas", "stop"), ActionDraft.vm("all", "pve", "stop"));

        assertThat(plan.steps())
                .extracting(step -> step.state() + " " + step.reason())
                .containsExactly("SKIPPED empty_selection", "PLANNED null", "PLANNED null");
        assertThat(plan.severity()).isEqualTo(Severity.WARN);
    }

    @Test
    @Requirement({"EXE-24", "POL-54"})
    void excludes_never_hosts_and_refuses_protected_targets() {
        site.neverHosts("nas").vm("nas", "9").target("pve", "vm", "3", true, false);

        assertThat(
                        plan(ActionDraft.vm("a", "pve", "stop"), ActionDraft.vm("b", "nas", "stop"))
                                .steps())
                .extracting(step -> step.target().id() + " " + step.state() + " " + step.reason())
                .containsExactly(
                        "vm:1 PLANNED null",
                        "vm:2 PLANNED null",
                        "vm:3 FAILED protected",
                        "vm:9 SKIPPED excluded");
    }

    @Test
    @Requirement("EXE-24")
    void lets_a_protected_target_be_started() {
        site.target("nas", "vm", "3", true, false);

        assertThat(plan(ActionDraft.vm("a", "nas", "start")).steps().get(0).state())
                .isEqualTo(StepState.PLANNED);
    }

    @Test
    @Requirement("EXE-27")
    void puts_what_walnut_runs_on_into_a_last_stage_of_its_own() {
        site.add("own", Host.State.CONNECTED, true).target("pve", "vm", "0", false, true);

        assertThat(
                        plan(
                                        ActionDraft.of(
                                                "own", "own", "power.control", "shutdown", "host"),
                                        ActionDraft.vm("late", "pve", "stop").stage(7))
                                .steps())
                .extracting(
                        step ->
                                step.stage()
                                        + " "
                                        + step.target().id()
                                        + " "
                                        + step.target().self())
                .containsExactly("7 vm:1 false", "7 vm:2 false", "8 host:own true", "8 vm:0 true");
    }

    @Test
    @Requirement({"EXE-28", "INT-46"})
    void takes_the_budget_from_the_action_the_verb_or_the_patience_of_the_target() {
        assertThat(budget(ActionDraft.vm("a", "pve", "stop"))).isEqualTo(Duration.ofSeconds(60));
        assertThat(budget(ActionDraft.vm("a", "pve", "stop").timeout(Duration.ofSeconds(7))))
                .isEqualTo(Duration.ofSeconds(7));
        assertThat(budget(ActionDraft.vm("a", "pve", "shutdown").params(Map.of("timeout_s", 400))))
                .isEqualTo(Duration.ofSeconds(430));
        assertThat(budget(ActionDraft.vm("a", "pve", "shutdown").timeout(Duration.ofSeconds(5))))
                .isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void refuses_a_verb_that_the_host_does_not_have() {
        assertThat(plan(ActionDraft.vm("a", "pve", "teleport")).steps())
                .allSatisfy(
                        step -> {
                            assertThat(step.state()).isEqualTo(StepState.FAILED);
                            assertThat(step.reason()).isEqualTo("unsupported");
                        });
    }

    @Test
    @Requirement("EXE-22")
    void warns_when_the_inventory_behind_it_was_stale() {
        assertThat(
                        site.stale()
                                .planned(site.live(ActionDraft.vm("a", "pve", "stop")), NOW)
                                .run()
                                .severity())
                .isEqualTo(Severity.WARN);
    }

    @Test
    @Requirement("EXE-25")
    void hashes_what_is_planned_and_nothing_else() {
        String first = plan(ActionDraft.vm("a", "pve", "stop")).hash();
        site.jumpIds();

        assertThat(plan(ActionDraft.vm("a", "pve", "stop")).hash()).isEqualTo(first).hasSize(64);
        assertThat(plan(ActionDraft.vm("a", "pve", "start")).hash()).isNotEqualTo(first);
    }

    private Duration budget(ActionDraft action) {
        return plan(action).steps().get(0).budget();
    }

    private Plan plan(ActionDraft... actions) {
        RunRequest request = site.live(actions);
        Planner planner = new Planner(site, site, site::nextId);
        RunBook book = new NewRun(planner, site::nextId).accept(request, 1, NOW);
        return planner.plan(book, request.policy().policy(), PlanBasis.complete(List.of()), NOW);
    }
}

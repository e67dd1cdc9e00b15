package io.github.walnut.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Target;
import io.github.walnut.run.DriverCall.Mode;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.ErrorClass;
import io.github.walnut.ups.Severity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class VirtualTypeTest {

    private static DriverBench bench;

    @BeforeAll
    static void startDrivers() throws Exception {
        bench = DriverBench.start();
    }

    @AfterAll
    static void stopDrivers() {
        bench.close();
    }

    @Test
    @Requirement("DRV-25.1")
    void the_inventory_lists_what_the_host_was_given_and_marks_it_virtual() {
        Host host = host("lab-a", Map.of("vm_count", 2, "outlets", List.of("fan")));

        DriverResult inventory = bench.call(Mode.INVENTORY, host, null, null, null, Map.of());

        assertThat(inventory.ok()).isTrue();
        assertThat(inventory.targets())
                .extracting(
                        target ->
                                target.get("type")
                                        + ":"
                                        + target.get("external_id")
                                        + "="
                                        + target.get("status"))
                .containsExactly("vm:101=running", "vm:102=running", "outlet:fan=on");
        assertThat(inventory.targets())
                .allSatisfy(
                        target ->
                                assertThat(target.get("attrs")).isEqualTo(Map.of("virtual", true)));
    }

    @Test
    @Requirement({"DRV-25.1", "INT-48", "DRV-7"})
    void a_shutdown_is_accepted_first_and_shows_after_its_latency() {
        Host host = host("lab-b", Map.of("vm_count", 1, "latency", Map.of("shutdown", "300-600")));
        Target vm = vm(host, "101");

        DriverResult executed =
                bench.call(Mode.EXECUTE, host, vm, "vm.lifecycle", "shutdown", Map.of());

        assertThat(executed.ok()).isTrue();
        assertThat(executed.evidence().level()).isEqualTo("ack");
        assertThat(executed.expect()).contains("stopped");
        await().atMost(TestLimits.WAIT)
                .untilAsserted(
                        () -> {
                            DriverResult state = bench.state(host, vm, null);
                            assertThat(state.status()).isEqualTo("stopped");
                            assertThat(state.evidence().level()).isEqualTo("state");
                        });
    }

    @Test
    @Requirement({"INT-42", "INT-41"})
    void a_verb_whose_state_is_there_already_changes_nothing() {
        Host host = host("lab-c", Map.of("vm_count", 1));

        DriverResult started =
                bench.call(Mode.EXECUTE, host, vm(host, "101"), "vm.lifecycle", "start", Map.of());

        assertThat(started.ok()).isTrue();
        assertThat(started.severity()).isEqualTo(Severity.INFO);
        assertThat(started.effects()).containsEntry("summary", "no change");
        assertThat(started.preview()).isEmpty();
        assertThat(started.evidence().level()).isEqualTo("state");
    }

    @Test
    @Requirement({"INT-37", "INT-41", "INT-42"})
    void a_dry_run_says_what_would_change_and_changes_nothing() {
        Host host = host("lab-d", Map.of("vm_count", 1));

        DriverResult dry =
                bench.call(
                        Mode.DRY_RUN, host, vm(host, "101"), "vm.lifecycle", "shutdown", Map.of());

        assertThat(dry.severity()).isEqualTo(Severity.WARN);
        assertThat(dry.evidence().level()).isEqualTo("none");
        assertThat(dry.preview())
                .containsExactly(Map.of("rpc", "virtual.shutdown", "target", "vm:101"));
        assertThat(dry.effects())
                .containsEntry("summary", "vm:101 would go from running to stopped")
                .containsEntry("rollback", "start");
        assertThat(bench.state(host, vm(host, "101"), null).status()).isEqualTo("running");
    }

    @Test
    @Requirement({"INT-43", "INT-45"})
    void a_target_that_is_gone_ends_the_checks() {
        Host host = host("lab-e", Map.of("vm_count", 1));

        DriverResult missing =
                bench.call(
                        Mode.DRY_RUN, host, vm(host, "999"), "vm.lifecycle", "shutdown", Map.of());

        assertThat(missing.ok()).isFalse();
        assertThat(missing.error().errorClass()).isEqualTo(ErrorClass.NOT_FOUND);
        assertThat(missing.preview()).isEmpty();
        assertThat(missing.preconditions())
                .extracting(DriverResult.Check::check)
                .containsExactly("target_exists");
        assertThat(missing.reason()).isNotBlank();
    }

    @Test
    @Requirement("INT-52")
    void an_execution_without_the_confirm_that_a_verb_needs_is_refused_and_a_dry_run_is_not() {
        Host host = host("lab-f", Map.of("poe_ports", List.of("5")));
        Target port =
                new Target(
                        host.id(),
                        "poe-port",
                        "5",
                        "5",
                        "on",
                        Map.of(),
                        Map.of(),
                        true,
                        false,
                        false);

        DriverResult refused =
                bench.call(Mode.EXECUTE, host, port, "poe.port", "set", Map.of("state", "off"));
        assertThat(refused.error().code()).isEqualTo("validation_error");
        assertThat(bench.state(host, port, null).status()).isEqualTo("on");
        assertThat(
                        bench.call(
                                        Mode.DRY_RUN,
                                        host,
                                        port,
                                        "poe.port",
                                        "set",
                                        Map.of("state", "off"))
                                .ok())
                .isTrue();
        assertThat(
                        bench.call(
                                        Mode.EXECUTE,
                                        host,
                                        port,
                                        "poe.port",
                                        "set",
                                        Map.of("state", "off", "confirm", true))
                                .ok())
                .isTrue();
    }

    @Test
    @Requirement("INT-17")
    void a_host_that_needs_review_is_read_from_and_not_written_to() {
        Host ready = host("lab-g", Map.of("vm_count", 1));
        Host changed =
                new Host(
                        "lab-g",
                        1,
                        "lab-g",
                        "walnut.virtual",
                        ready.config(),
                        Map.of(),
                        true,
                        Host.State.NEEDS_REVIEW,
                        null,
                        false);

        assertThat(bench.state(changed, vm(changed, "101"), null).ok()).isTrue();
        DriverResult refused =
                bench.call(
                        Mode.EXECUTE,
                        changed,
                        vm(changed, "101"),
                        "vm.lifecycle",
                        "shutdown",
                        Map.of());
        assertThat(refused.error().errorClass()).isEqualTo(ErrorClass.PRECONDITION_FAILED);
        assertThat(refused.error().code()).isEqualTo("host_needs_review");
    }

    @Test
    @Requirement("INT-1")
    void fifty_targets_leave_no_route_behind() {
        Host host = host("lab-h", Map.of("vm_count", 50));
        int before = bench.context().camel().getRoutesSize();
        for (int i = 101; i <= 150; i++) {
            bench.call(
                    Mode.EXECUTE,
                    host,
                    vm(host, String.valueOf(i)),
                    "vm.lifecycle",
                    "shutdown",
                    Map.of());
        }
        assertThat(bench.context().camel().getRoutesSize()).isEqualTo(before);
        assertThat(bench.context().camel().getEndpoints()).hasSizeLessThan(100);
    }

    @Test
    void chance_falls_the_same_way_for_the_same_seed() {
        List<Boolean> first =
                shutdowns(host("dice", Map.of("vm_count", 20, "fail_rate", 0.5, "seed", 7)));
        List<Boolean> other =
                shutdowns(host("dice", Map.of("vm_count", 20, "fail_rate", 0.5, "seed", 8)));
        List<Boolean> again =
                shutdowns(host("dice", Map.of("vm_count", 20, "fail_rate", 0.5, "seed", 7)));

        assertThat(again).isEqualTo(first).isNotEqualTo(other).contains(true, false);
    }

    private static List<Boolean> shutdowns(Host host) {
        return java.util.stream.IntStream.rangeClosed(101, 120)
                .mapToObj(i -> vm(host, String.valueOf(i)))
                .map(
                        vm ->
                                bench.call(
                                                Mode.EXECUTE,
                                                host,
                                                vm,
                                                "vm.lifecycle",
                                                "shutdown",
                                                Map.of())
                                        .ok())
                .toList();
    }

    private static Host host(String id, Map<String, Object> config) {
        return bench.host(id, "walnut.virtual", config);
    }

    private static Target vm(Host host, String externalId) {
        return new Target(
                host.id(),
                "vm",
                externalId,
                externalId,
                "running",
                Map.of(),
                Map.of(),
                true,
                false,
                false);
    }
}

package io.github.walnut.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.virtual.ActionDraft;
import io.github.walnut.virtual.Site;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RunModeTest {

    private static final Instant NOW = Instant.parse("2026-01-10T12:00:00Z");

    private final Site site = new Site().add("pve").vm("pve", "1").add("nas").vm("nas", "1");
    private final StoredPolicy policy = site.live(ActionDraft.vm("a", "pve", "stop")).policy();

    @Test
    @Requirement("EXE-63")
    void only_an_armed_system_without_maintenance_acts_for_real() {
        assertThat(RunMode.of(policy, true, Maintenance.NONE, null, NOW).live()).isTrue();
        assertThat(RunMode.of(policy, false, Maintenance.NONE, null, NOW).reason())
                .isEqualTo("system_not_armed");
        RunMode maintained = RunMode.of(policy, true, of(policy.id()), null, NOW);
        assertThat(maintained.mode()).isEqualTo(Run.Mode.DRY_RUN);
        assertThat(maintained.reason()).isEqualTo("maintenance");
        assertThat(RunMode.of(policy, true, of(UUID.randomUUID()), null, NOW).live()).isTrue();
    }

    @Test
    @Requirement("EXE-66")
    void a_window_is_open_from_its_begin_to_just_before_its_end() {
        MaintenanceWindow window = window(Set.of("nas"), Set.of());
        assertThat(window.active(NOW)).isTrue();
        assertThat(window.active(NOW.minusMillis(1))).isFalse();
        assertThat(window.active(NOW.plus(Duration.ofHours(1)))).isFalse();
    }

    @Test
    @Requirement("EXE-66")
    void a_host_in_maintenance_is_left_out_of_runs_that_begin_in_it() {
        Maintenance onNas =
                at ->
                        List.of(window(Set.of("nas"), Set.of())).stream()
                                .filter(window -> window.active(at))
                                .toList();
        NewRun runs = new NewRun(new Planner(site, site, site::nextId, onNas), site::nextId);

        assertThat(reasons(runs, NOW)).containsExactly(null, "excluded");
        assertThat(reasons(runs, NOW.minusSeconds(1))).containsExactly(null, null);
    }

    private List<String> reasons(NewRun runs, Instant at) {
        RunRequest request =
                site.live(ActionDraft.vm("a", "pve", "stop"), ActionDraft.vm("b", "nas", "stop"));
        RunBook book = runs.accept(request, 1, at);
        Instant later = at.plusSeconds(2);
        runs.plan(book, request.policy().policy(), PlanBasis.complete(List.of()), later);
        return book.steps().stream().map(Step::reason).toList();
    }

    private static Maintenance of(UUID policyId) {
        return at -> List.of(window(Set.of(), Set.of(policyId)));
    }

    private static MaintenanceWindow window(Set<String> hosts, Set<UUID> policies) {
        return new MaintenanceWindow(
                new UUID(1, 1),
                NOW,
                NOW.plus(Duration.ofHours(1)),
                "new disks",
                "op",
                false,
                hosts,
                policies,
                NOW);
    }
}

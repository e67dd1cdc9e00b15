package io.github.walnut.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.policy.Decision;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunListener;
import io.github.walnut.run.RunRequest;
import io.github.walnut.run.RunState;
import io.github.walnut.run.Step;
import io.github.walnut.virtual.ActionDraft;
import io.github.walnut.virtual.Site;
import io.github.walnut.virtual.Station;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WithheldTest {

    private static final UUID FIRST = new UUID(2, 1);
    private static final UUID SECOND = new UUID(2, 2);
    private static final UUID THIRD = new UUID(2, 3);

    private final Site site = new Site().add("pve").add("nas").vm("pve", "1").vm("nas", "1");
    private final Station station = new Station(site);
    private final List<UUID> stopped = new ArrayList<>();

    @BeforeEach
    void two_machines() {
        station.world.put("pve", "vm:1", "running");
        station.world.put("nas", "vm:1", "running");
        station.listeners.add(
                new RunListener() {
                    @Override
                    public void changed(String type, Run run, List<Step> changed) {}

                    @Override
                    public void stopped(RunRequest match, UUID byPolicy) {
                        stopped.add(match.policy().id());
                    }
                });
        station.boot();
    }

    @Test
    @Requirement("EXE-6")
    void a_match_is_stopped_as_soon_as_the_run_before_it_sends_something() {
        station.start(match(FIRST, "pve", true, List.of()));
        assertThat(station.start(match(SECOND, "nas", false, List.of(FIRST)))).isNull();
        station.pass(Duration.ofSeconds(1));

        assertThat(stopped).containsExactly(SECOND);
        station.pass(Duration.ofMinutes(5));
        assertThat(station.world.status("nas", "vm:1")).isEqualTo("running");
        assertThat(station.world.status("pve", "vm:1")).isEqualTo("stopped");
    }

    @Test
    @Requirement("EXE-6")
    void a_run_that_sends_nothing_stops_nobody() {
        station.world.put("pve", "vm:1", "stopped");
        station.start(match(FIRST, "pve", true, List.of()));
        station.start(match(SECOND, "nas", false, List.of(FIRST)));
        station.pass(Duration.ofSeconds(1));

        assertThat(stopped).isEmpty();
        station.pass(Duration.ofMinutes(5));
        assertThat(station.world.status("nas", "vm:1")).isEqualTo("stopped");
    }

    @Test
    @Requirement("EXE-6")
    void what_is_not_known_after_six_seconds_is_decided_by_the_plan() {
        site.globalLock("site-shutdown");
        station.start(site.live(ActionDraft.vm("a", "pve", "stop")));
        station.start(match(FIRST, "nas", true, List.of()));
        site.globalLock(null);
        station.start(match(SECOND, "nas", false, List.of(FIRST)));

        station.pass(Duration.ofMillis(5_900));
        assertThat(stopped).isEmpty();
        station.pass(Duration.ofMillis(200));
        assertThat(stopped).containsExactly(SECOND);
    }

    @Test
    @Requirement("EXE-6")
    void a_match_that_was_stopped_itself_stops_nobody_behind_it() {
        station.world.put("pve", "vm:1", "stopped");
        station.start(match(FIRST, "pve", true, List.of()));
        station.start(match(SECOND, "nas", true, List.of(FIRST)));
        station.start(match(THIRD, "pve", false, List.of(FIRST, SECOND)));
        station.pass(Duration.ofSeconds(2));

        assertThat(stopped).containsExactly(THIRD);
        station.pass(Duration.ofMinutes(5));
        assertThat(station.world.status("nas", "vm:1")).isEqualTo("stopped");
    }

    @Test
    @Requirement("EXE-12")
    void a_suppressed_match_is_a_run_without_steps_that_is_over_at_once() {
        RunRequest match = match(FIRST, "pve", false, List.of());
        Decision d = match.decision();
        UUID id =
                station.start(
                        with(
                                match,
                                match.policy(),
                                new Decision(
                                        FIRST,
                                        d.subject(),
                                        d.at(),
                                        null,
                                        Decision.Kind.SUPPRESSED_WINDOW,
                                        d.at().plusSeconds(60),
                                        null,
                                        List.of(),
                                        List.of())));
        station.pass(Duration.ofMinutes(5));

        assertThat(station.run(id).state()).isEqualTo(RunState.SUPPRESSED);
        assertThat(station.run(id).reason()).isEqualTo("suppressed_window");
        assertThat(station.run(id).severity().word()).isEqualTo("info");
        assertThat(station.journal.find(id).orElseThrow().steps()).isEmpty();
        assertThat(station.world.status("pve", "vm:1")).isEqualTo("running");
    }

    private RunRequest match(UUID policyId, String host, boolean stops, List<UUID> behind) {
        RunRequest request = site.live(ActionDraft.vm("a", host, "stop"));
        Instant at = Instant.parse("2026-03-01T12:00:00Z");
        Decision decision =
                new Decision(
                        policyId,
                        "rack-a@lab",
                        at,
                        null,
                        Decision.Kind.MATCHED,
                        null,
                        null,
                        List.of(),
                        List.of(),
                        null,
                        behind);
        return with(request, stored(request.policy(), policyId, stops), decision);
    }

    private static RunRequest with(RunRequest r, StoredPolicy policy, Decision decision) {
        return new RunRequest(
                r.kind(),
                r.mode(),
                policy,
                decision,
                r.upsId(),
                r.event(),
                r.correlationId(),
                r.outageId(),
                r.episode(),
                r.actor(),
                r.reason());
    }

    private static StoredPolicy stored(StoredPolicy s, UUID id, boolean stops) {
        Policy p = s.policy();
        Policy policy =
                new Policy(
                        p.name(),
                        p.description(),
                        p.enabled(),
                        p.priority(),
                        stops,
                        p.dynamicResolution(),
                        p.logic(),
                        p.triggers(),
                        p.all(),
                        p.any(),
                        p.actions(),
                        p.suppression(),
                        p.idempotency(),
                        p.globalLock(),
                        p.neverHosts(),
                        p.recovery(),
                        p.tests(),
                        p.notes());
        return new StoredPolicy(
                id,
                policy,
                s.document(),
                s.mediaType(),
                s.status(),
                s.armed(),
                s.armedHash(),
                s.hash(),
                s.behaviourHash(),
                s.versionInt(),
                s.findings(),
                s.createdAt(),
                s.createdBy(),
                s.updatedAt(),
                s.updatedBy());
    }
}

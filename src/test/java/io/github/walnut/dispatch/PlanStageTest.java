package io.github.walnut.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.policy.LearnedTime;
import io.github.walnut.policy.LearnedTimes;
import io.github.walnut.run.PlanStage;
import io.github.walnut.run.PowerReading;
import io.github.walnut.virtual.ActionDraft;
import io.github.walnut.virtual.Site;
import io.github.walnut.virtual.Station;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the record of a run tells of its stages in time, and of the power on which it began. */
class PlanStageTest {

    private final Site site = new Site().add("pve").vm("pve", "1").add("nas").vm("nas", "2");
    private final Station station = new Station(site).boot();

    private UUID start() {
        station.world.put("pve", "vm:1", "running");
        station.world.put("nas", "vm:2", "running");
        return station.start(
                site.live(
                        ActionDraft.vm("clients", "pve", "shutdown").timeout(Duration.ofMinutes(3)),
                        ActionDraft.vm("storage", "nas", "shutdown")
                                .timeout(Duration.ofMinutes(2))
                                .stage(1)));
    }

    private List<PlanStage> plan(UUID id, LearnedTimes learned) {
        return PlanStage.of(station.run(id), station.steps(id), 10, learned);
    }

    @Test
    @Requirement({"EXE-70", "API-50"})
    void a_stage_is_planned_for_the_end_of_those_before_it() {
        Instant begin = station.time.now();
        UUID id = start();

        List<PlanStage> plan = plan(id, LearnedTimes.NONE);
        assertThat(plan).extracting(PlanStage::stage).containsExactly(0, 1);
        assertThat(plan).extracting(PlanStage::hosts).containsExactly(1, 1);
        assertThat(plan.get(0).openedAt()).isEqualTo(begin);
        assertThat(plan.get(0).budget()).isEqualTo(Duration.ofMinutes(3));
        assertThat(plan.get(1).openedAt()).isNull();
        assertThat(plan.get(1).plannedStartAt()).isEqualTo(begin.plus(Duration.ofMinutes(3)));
        assertThat(plan.get(1).estimate()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    @Requirement("EXE-70")
    void what_targets_have_shown_counts_for_the_estimate_and_not_for_the_budget() {
        UUID id = start();
        LearnedTime half = new LearnedTime(5, Duration.ofSeconds(40), Duration.ofSeconds(60));

        PlanStage first =
                plan(id, (target, capability, verb, params) -> java.util.Optional.of(half)).get(0);
        assertThat(first.budget()).isEqualTo(Duration.ofMinutes(3));
        assertThat(first.estimate()).isEqualTo(half.within(Duration.ofMinutes(3)));
        assertThat(first.estimate()).isLessThan(first.budget());
    }

    @Test
    @Requirement("EXE-70")
    void the_record_keeps_what_the_ups_had_told_when_the_run_began() {
        station.ups(Site.UPS).onBattery().runtime(600);
        UUID id = start();
        station.ups(Site.UPS).runtime(60);
        station.pass(Duration.ofMinutes(1));

        PowerReading facts = station.run(id).course().facts();
        assertThat(facts.upsId()).isEqualTo(Site.UPS);
        assertThat(facts.states()).contains("OB");
        assertThat(facts.values()).containsEntry("runtime_seconds", 600.0);
    }
}

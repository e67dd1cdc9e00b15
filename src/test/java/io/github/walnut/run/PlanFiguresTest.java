package io.github.walnut.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.policy.LearnedTime;
import io.github.walnut.policy.LearnedTimes;
import io.github.walnut.virtual.ActionDraft;
import io.github.walnut.virtual.Site;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class PlanFiguresTest {

    private final Site site =
            new Site()
                    .add("a")
                    .vm("a", "1")
                    .vm("a", "2")
                    .add("b")
                    .vm("b", "1")
                    .add("c")
                    .vm("c", "1");

    private List<Step> steps() {
        return List.copyOf(
                site.planned(
                                site.live(
                                        ActionDraft.vm("one", "a", "stop")
                                                .timeout(Duration.ofSeconds(40))
                                                .delay(Duration.ofSeconds(5)),
                                        ActionDraft.vm("two", "b", "stop")
                                                .timeout(Duration.ofSeconds(20)),
                                        ActionDraft.vm("last", "c", "stop")
                                                .timeout(Duration.ofSeconds(30))
                                                .stage(1)),
                                Instant.parse("2026-03-04T10:00:00Z"))
                        .steps());
    }

    @Test
    @Requirement("EXE-30")
    void the_budgets_of_the_stages_add_up_and_hosts_beyond_the_limit_wait_for_a_place() {
        assertThat(PlanFigures.of(steps(), 2, OptionalDouble.empty()).planSeconds())
                .isEqualTo(45 + 30);
        assertThat(PlanFigures.of(steps(), 1, OptionalDouble.empty()).planSeconds())
                .isEqualTo(45 * 2 + 30);
    }

    @Test
    @Requirement("EXE-30")
    void a_plan_fits_when_the_battery_lasts_at_least_as_long() {
        PlanFigures fits = PlanFigures.of(steps(), 10, OptionalDouble.of(75));
        assertThat(fits.fits()).isTrue();
        assertThat(fits.slackSeconds()).isZero();
        assertThat(fits.warning()).isNull();
        PlanFigures tooShort = PlanFigures.of(steps(), 10, OptionalDouble.of(70.5));
        assertThat(tooShort.fits()).isFalse();
        assertThat(tooShort.slackSeconds()).isEqualTo(-4.5);
        assertThat(tooShort.warning()).isNull();
    }

    @Test
    @Requirement("EXE-30")
    void nobody_knows_whether_a_plan_fits_while_the_runtime_is_unknown() {
        PlanFigures figures = PlanFigures.of(steps(), 1, OptionalDouble.empty());
        assertThat(figures.fits()).isNull();
        assertThat(figures.slackSeconds()).isNull();
        assertThat(figures.enough()).isEmpty();
    }

    @Test
    @Requirement("API-42")
    void of_several_batteries_the_one_that_ends_first_counts() {
        OptionalDouble unknown = OptionalDouble.empty();
        assertThat(fits(OptionalDouble.of(900), OptionalDouble.of(75)).slackSeconds()).isZero();
        assertThat(fits(OptionalDouble.of(900), OptionalDouble.of(70)).fits()).isFalse();
        assertThat(fits(unknown, OptionalDouble.of(70)).fits()).isFalse();
        assertThat(fits(unknown, OptionalDouble.of(900)).fits()).isNull();
        assertThat(fits().fits()).isNull();
    }

    private PlanFigures fits(OptionalDouble... runtimes) {
        return PlanFigures.of(steps(), 10, List.of(runtimes), LearnedTimes.NONE);
    }

    @Test
    @Requirement("EXE-30")
    void the_least_limit_that_would_do_is_named() {
        assertThat(PlanFigures.of(steps(), 1, OptionalDouble.of(100)).warning())
                .isEqualTo(
                        "concurrency_limit: the plan may take 120 s and the battery lasts 100 s;"
                                + " 2 orders at once would do");
    }

    @Test
    @Requirement("EXE-74")
    void what_a_target_has_shown_to_take_makes_the_estimate_and_leaves_the_budget() {
        LearnedTimes learned = (target, capability, verb, params) -> shown(target.hostId());
        List<Step> steps = steps();
        PlanFigures figures = PlanFigures.of(steps, 10, OptionalDouble.of(60), learned);
        assertThat(figures.planSeconds()).isEqualTo(20 + 30);
        assertThat(figures.slackSeconds()).isEqualTo(10);
        assertThat(steps).extracting(Step::budget).contains(Duration.ofSeconds(40));
    }

    /** Host a is quick, b was never asked, c once took longer than its budget is now. */
    private static Optional<LearnedTime> shown(String hostId) {
        return switch (hostId) {
            case "a" -> LearnedTime.of(Collections.nCopies(3, Duration.ofSeconds(7)));
            case "c" -> LearnedTime.of(Collections.nCopies(3, Duration.ofSeconds(70)));
            default -> LearnedTime.of(Collections.nCopies(2, Duration.ofSeconds(1)));
        };
    }

    @Test
    @Requirement("EXE-30")
    void a_plan_of_nothing_takes_no_time() {
        assertThat(PlanFigures.of(List.of(), 1, OptionalDouble.of(0)).fits()).isTrue();
    }
}

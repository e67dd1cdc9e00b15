package io.github.walnut.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.virtual.ActionDraft;
import io.github.walnut.virtual.Site;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@Requirement("NUT-18")
class VerifiedOffTest {

    private static final Instant NOW = Instant.parse("2026-03-04T10:00:00Z");

    private final Site site = new Site().add("a").vm("a", "1").vm("a", "2");
    private final VerifiedOff verified = new VerifiedOff(new Verbs(site));
    private final RunBook book =
            site.planned(
                    site.live(
                            ActionDraft.vm("one", "a", "shutdown").stage(0),
                            ActionDraft.vm("two", "a", "start").stage(1)),
                    NOW);

    /** A run that is over, of which each stop ended so. */
    private Journal.Entry ended(int after, UnaryOperator<StepDraft> stop) {
        return entry(RunState.DONE, after, stop);
    }

    private Journal.Entry entry(RunState state, int after, UnaryOperator<StepDraft> stop) {
        List<Step> steps =
                book.steps().stream()
                        .map(
                                step ->
                                        step.verb().equals("start")
                                                ? step
                                                : stop.apply(new StepDraft(step))
                                                        .endedAt(NOW.plusSeconds(after))
                                                        .done())
                        .toList();
        return new Journal.Entry(new RunDraft(book.run()).state(state).done(), steps);
    }

    private boolean off(Journal.Entry... runs) {
        return verified.of(List.of(runs));
    }

    private static StepDraft confirmed(StepDraft step, String status) {
        return step.state(StepState.CONFIRMED).stateAfter(status);
    }

    @Test
    void what_was_seen_off_is_off_and_what_was_only_told_to_go_is_not() {
        assertThat(book.steps()).hasSizeGreaterThan(2);
        assertThat(off(ended(9, step -> confirmed(step, "stopped")))).isTrue();
        assertThat(off(ended(9, step -> confirmed(step, "suspended")))).isTrue();
        Stream.of("running", "paused", "unknown", null)
                .forEach(
                        status ->
                                assertThat(off(ended(9, step -> confirmed(step, status))))
                                        .as(status)
                                        .isFalse());
        assertThat(off(ended(9, step -> step.state(StepState.FAILED).stateAfter("stopped"))))
                .isFalse();
    }

    @Test
    void what_was_off_already_counts_and_what_was_left_out_for_another_reason_does_not() {
        UnaryOperator<StepDraft> skipped = step -> step.state(StepState.SKIPPED);
        assertThat(
                        off(
                                ended(
                                        9,
                                        step ->
                                                skipped.apply(step)
                                                        .reason(Reasons.ALREADY)
                                                        .stateBefore("stopped"))))
                .isTrue();
        assertThat(
                        off(
                                ended(
                                        9,
                                        step ->
                                                skipped.apply(step)
                                                        .reason(Reasons.BY_USER)
                                                        .stateBefore("stopped"))))
                .isFalse();
        assertThat(off(ended(9, step -> skipped.apply(step).reason(Reasons.EXCLUDED)))).isFalse();
    }

    @Test
    void the_latest_run_tells_and_none_may_be_under_way() {
        Journal.Entry failed = ended(5, step -> step.state(StepState.FAILED));
        Journal.Entry good = ended(9, step -> confirmed(step, "stopped"));
        assertThat(off(failed, good)).isTrue();
        assertThat(off(ended(20, step -> step.state(StepState.FAILED)), good)).isFalse();
        assertThat(off(good, entry(RunState.RUNNING, 3, step -> step))).isFalse();
        assertThat(off()).isFalse();
    }

    @Test
    void a_rehearsal_turns_nothing_off() {
        Run dry = site.planned(site.request(Run.Mode.DRY_RUN, null), NOW).run();
        Journal.Entry good = ended(9, step -> confirmed(step, "stopped"));
        assertThat(off(new Journal.Entry(dry, good.steps()))).isFalse();
    }
}

package io.github.walnut.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.ups.Severity;
import io.github.walnut.virtual.ActionDraft;
import io.github.walnut.virtual.Site;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunOutcomeTest {

    private static final Instant NOW = Instant.parse("2026-03-04T10:00:00Z");

    @ParameterizedTest
    @Requirement("EXE-40")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    confirmed                        | succeeded       | INFO  | Executed 1 action
                    confirmed confirmed              | succeeded       | INFO  | Executed 2 actions
                    confirmed skipped:already        | succeeded       | INFO  | Executed 1 action
                    skipped:already                  | succeeded       | INFO  | Executed 0 actions
                    confirmed skipped:excluded       | succeeded       | INFO  | Executed 1 action
                    confirmed skipped:empty_selection| partial         | WARN  | Executed 1 action
                    confirmed failed                 | partial         | ERROR | Executed 2 actions (1 failed)
                    confirmed timed_out              | partial         | ERROR | Executed 2 actions (1 failed)
                    confirmed unknown                | partial         | ERROR | Executed 2 actions (1 failed)
                    failed timed_out                 | failed          | ERROR | Executed 2 actions (2 failed)
                    skipped:already failed           | failed          | ERROR | Executed 1 action (1 failed)
                    skipped:suppressed_idempotent    | nothing_to_do   | INFO  | Executed 0 actions
                    skipped:empty_selection          | empty_selection | WARN  | Executed 0 actions
                    skipped:previous_failed failed   | failed          | ERROR | Executed 1 action (1 failed)
                    confirmed skipped:by_user        | partial         | WARN  | Executed 1 action
                                                     | nothing_to_do   | WARN  | Executed 0 actions
                    """)
    void sums_up_its_steps(String steps, String result, Severity severity, String summary) {
        RunBook book = book(steps);
        RunOutcome outcome = new RunOutcome(book.run(), book.steps());

        assertThat(outcome.result()).isEqualTo(result);
        assertThat(outcome.severity()).isEqualTo(severity);
        assertThat(outcome.summary()).isEqualTo(summary);
    }

    private static RunBook book(String words) {
        Site site = new Site().add("pve").vm("pve", "1");
        RunBook book = site.planned(site.live(ActionDraft.vm("a", "pve", "stop")), NOW);
        Step model = book.steps().iterator().next();
        List<Step> steps = new ArrayList<>();
        if (words != null) {
            Arrays.stream(words.split(" ")).forEach(w -> steps.add(step(model, site, w)));
        }
        return new RunBook(book.run(), steps, RunTerms.NONE);
    }

    private static Step step(Step model, Site site, String word) {
        String[] parts = word.split(":");
        Step fresh =
                new Step(
                        site.nextId(),
                        model.runId(),
                        0,
                        "a",
                        0,
                        List.of(),
                        model.delay(),
                        model.budget(),
                        model.target(),
                        model.capability(),
                        model.verb(),
                        List.of(),
                        model.params(),
                        true,
                        model.onPowerReturn(),
                        model.idempotencyKey(),
                        StepState.valueOf(parts[0].toUpperCase(java.util.Locale.ROOT)),
                        parts.length > 1 ? parts[1] : null,
                        parts[0].equals("skipped") ? 0 : 1,
                        List.of(),
                        null,
                        null,
                        List.of(),
                        List.of(),
                        List.of(),
                        false,
                        null,
                        null,
                        null,
                        null,
                        NOW);
        return fresh;
    }
}

package io.github.walnut.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.inventory.Host;
import io.github.walnut.ups.Severity;
import io.github.walnut.virtual.ActionDraft;
import io.github.walnut.virtual.Site;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RehearsalTest {

    private static final Instant NOW = Instant.parse("2026-03-04T10:00:00Z");

    private final Site site = new Site().add("a").vm("a", "1");

    /** The row of a step that a driver answered. */
    private RehearsalRow answered(boolean stale, Severity severity) {
        Rehearsal rehearsal =
                Rehearsal.of(
                        new NewRun(new Planner(site, site, site::nextId), site::nextId),
                        site,
                        site.request(
                                Run.Mode.DRY_RUN, null, ActionDraft.vm("one", "a", "shutdown")),
                        PlanBasis.complete(List.of(new HostReading("a", !stale, NOW, stale))),
                        1,
                        NOW);
        Step step = rehearsal.open().get(0);
        rehearsal.answered(step.id(), result(step, severity), NOW);
        return RehearsalRow.of(rehearsal.close(NOW).steps().get(0));
    }

    private static DriverResult result(Step step, Severity severity) {
        return new DriverResult(
                true,
                severity,
                DriverCall.Mode.DRY_RUN,
                "walnut.virtual@1.0.0",
                step.capability(),
                step.verb(),
                "a",
                step.target().id(),
                step.idempotencyKey(),
                List.of(),
                "rpc",
                List.of("stop"),
                Map.of("summary", "it would stop"),
                DriverResult.Evidence.NONE,
                null,
                List.of(),
                2,
                "running",
                List.of(),
                null,
                null,
                NOW,
                5);
    }

    @ParameterizedTest
    @Requirement("POL-89")
    @EnumSource(
            value = Severity.class,
            names = {"INFO", "WARN"})
    void what_rests_on_targets_that_were_not_read_warns_and_says_why(Severity severity) {
        RehearsalRow row = answered(true, severity);
        assertThat(row.severity()).isEqualTo(Severity.WARN);
        assertThat(row.reason()).isEqualTo("stale_inventory");
    }

    @Test
    @Requirement("POL-89")
    void what_a_driver_said_of_targets_that_were_read_stays_as_it_is() {
        RehearsalRow row = answered(false, Severity.INFO);
        assertThat(row.severity()).isEqualTo(Severity.INFO);
        assertThat(row.reason()).isNull();
    }

    /** The row of a shutdown on a host in this state, with or without targets that it knows. */
    private RehearsalRow ofHost(Host.State state, boolean found) {
        Site lab = new Site().add("a", state, false);
        if (found) {
            lab.vm("a", "1");
        }
        HostTrouble trouble =
                HostTrouble.ofState(lab.host("a").orElseThrow())
                        .orElse(new HostTrouble(Severity.INFO, ErrorClass.INTERNAL, "", ""));
        Rehearsal rehearsal =
                Rehearsal.of(
                        new NewRun(new Planner(lab, lab, lab::nextId), lab::nextId),
                        lab,
                        lab.request(Run.Mode.DRY_RUN, null, ActionDraft.vm("one", "a", "shutdown")),
                        PlanBasis.complete(List.of(new HostReading("a", true, NOW, false))),
                        trouble.code().isEmpty() ? Map.of() : Map.of("a", trouble),
                        1,
                        NOW);
        rehearsal
                .open()
                .forEach(step -> rehearsal.answered(step.id(), result(step, Severity.INFO), NOW));
        return RehearsalRow.of(rehearsal.close(NOW).steps().get(0));
    }

    @ParameterizedTest
    @Requirement("POL-99")
    @CsvSource({
        "CONNECTED, true, INFO, ",
        "UNKNOWN, true, INFO, ",
        "DEGRADED, true, WARN, Host a is degraded",
        "ERROR, true, ERROR, Host a is in state error",
        "NEEDS_REVIEW, true, ERROR, needs_review",
        "TYPE_UNAVAILABLE, true, ERROR, unsupported",
        "CONNECTED, false, WARN, empty_selection",
        "DEGRADED, false, WARN, empty_selection",
        "ERROR, false, ERROR, Host a is in state error. So the vm that the action selects is unknown"
    })
    void a_row_tells_the_state_of_its_host(
            Host.State state, boolean found, Severity severity, String reason) {
        RehearsalRow row = ofHost(state, found);
        assertThat(row.severity()).isEqualTo(severity);
        if (reason == null) {
            assertThat(row.reason()).isNull();
        } else {
            assertThat(row.reason()).startsWith(reason);
        }
    }

    @Test
    @Requirement("POL-99")
    void a_host_without_any_reading_is_an_error_with_its_cause() {
        HostTrouble trouble = HostTrouble.neverRead("a");
        assertThat(trouble.severity()).isEqualTo(Severity.ERROR);
        assertThat(trouble.message()).isEqualTo("The targets of host a were never read");
    }
}

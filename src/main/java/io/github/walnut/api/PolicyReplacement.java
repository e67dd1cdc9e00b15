package io.github.walnut.api;

import io.github.walnut.policy.Finding;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.TriggerState;
import io.github.walnut.publish.Json;
import io.github.walnut.run.Journal;
import io.github.walnut.run.Run;
import io.github.walnut.ups.Severity;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Stores another document of a policy, and warns when that disarmed it. */
final class PolicyReplacement {

    static final String DISARMED = "disarmed";

    private static final int OPEN_OUTAGES = 500;

    private final ApiPorts ports;
    private final PolicyViews views;
    private final Clock clock;

    PolicyReplacement(ApiPorts ports, PolicyViews views, Clock clock) {
        this.ports = ports;
        this.views = views;
        this.clock = clock;
    }

    /**
     * @param note why, or null
     * @return the findings of the stored policy, and {@code disarmed} where it was armed before
     */
    List<Finding> save(StoredPolicy before, StoredPolicy after, String note) {
        if (!before.armed() || after.armed()) {
            ports.policies().update(after, before.versionInt(), note);
            return after.findings();
        }
        // Storing another document may end its windows, so they are read first.
        List<TriggerState> counting =
                ports.decisions().prospect(before, null).triggers().stream()
                        .filter(state -> state.dueAt() != null)
                        .toList();
        ports.policies().update(after, before.versionInt(), note);
        return Stream.concat(after.findings().stream(), Stream.of(warning(before, counting)))
                .toList();
    }

    static boolean disarmed(List<Finding> findings) {
        return findings.stream().anyMatch(finding -> finding.code().equals(DISARMED));
    }

    private Finding warning(StoredPolicy before, List<TriggerState> counting) {
        String name = before.policy() == null ? before.id().toString() : before.policy().name();
        List<String> pressing = new ArrayList<>(outages(before));
        counting.forEach(state -> pressing.add(window(state)));
        StringBuilder text = new StringBuilder("This edit disarmed the policy '" + name + "'. ");
        if (pressing.isEmpty()) {
            text.append("It only rehearses until it is armed again.");
        } else {
            text.append("Nothing will be sent for it unless it is armed again, and ")
                    .append(String.join("; ", pressing))
                    .append('.');
        }
        views.openRuns(before.id()).stream()
                .map(Journal.Entry::run)
                .filter(run -> run.mode() == Run.Mode.LIVE)
                .forEach(run -> text.append(' ').append(underWay(run)));
        return new Finding(
                Severity.WARN, "preflight", "", DISARMED, text.toString(), "Arm the policy again");
    }

    private List<String> outages(StoredPolicy policy) {
        Instant now = clock.instant();
        return ports.outages().between(null, now, now, OPEN_OUTAGES).stream()
                .filter(outage -> outage.open() && views.listens(policy, outage.upsId()))
                .map(outage -> "the outage of " + outage.upsId() + " is not over")
                .toList();
    }

    private static String window(TriggerState state) {
        String subject = state.subject() == null ? "" : " for " + state.subject();
        return "its trigger" + subject + " was counting down to " + Json.at(state.dueAt());
    }

    /** Whether a run acts is decided once, at its start. */
    private static String underWay(Run run) {
        String subject = run.upsId() == null ? "" : " for " + run.upsId();
        return "Its live run"
                + subject
                + " that is under way ("
                + run.id()
                + ") goes on as it began, unless it is cancelled.";
    }
}

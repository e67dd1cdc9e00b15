package io.github.walnut.app;

import io.github.walnut.dispatch.Rehearsals;
import io.github.walnut.policy.Finding;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.PolicyEdits;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunRequest;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Ids;
import io.github.walnut.ups.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Before saving, drivers are asked whether the actions are any that they could carry out. */
final class DriverFit implements PolicyCheck.SavingCheck {

    private static final Duration LIMIT = Duration.ofSeconds(3);

    private final Rehearsals rehearsals;
    private final Clock clock;
    private final Ids ids;

    DriverFit(Rehearsals rehearsals, Clock clock, Ids ids) {
        this.rehearsals = rehearsals;
        this.clock = clock;
        this.ids = ids;
    }

    @Override
    public List<Finding> findings(PolicyReading reading) {
        Map<String, String> misfits = rehearsals.misfits(request(reading), LIMIT);
        List<Policy.Action> actions = reading.policy().actions();
        List<Finding> found = new ArrayList<>();
        for (int i = 0; i < actions.size(); i++) {
            String why = misfits.get(actions.get(i).id());
            if (why != null) {
                found.add(
                        new Finding(
                                Severity.BLOCKER,
                                "compile",
                                reading.locations().action(i, "params"),
                                "driver_mismatch",
                                actions.get(i).hostId() + ": " + why,
                                null));
            }
        }
        return found;
    }

    private RunRequest request(PolicyReading reading) {
        StoredPolicy unsaved =
                PolicyEdits.create(
                        null,
                        reading,
                        "",
                        "application/json",
                        true,
                        new PolicyEdits.Edit("system", clock.now()));
        return new RunRequest(
                Run.Kind.MANUAL,
                Run.Mode.DRY_RUN,
                unsaved,
                null,
                null,
                null,
                ids.next(),
                null,
                0,
                "system",
                "driver_fit");
    }
}

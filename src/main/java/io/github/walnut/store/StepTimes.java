package io.github.walnut.store;

import io.github.walnut.inventory.Target;
import io.github.walnut.policy.LearnedTime;
import io.github.walnut.policy.LearnedTimes;
import io.github.walnut.run.Step;
import io.github.walnut.run.StepTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Learns from the latest confirmed steps of live runs that the journal holds. */
public final class StepTimes implements LearnedTimes {

    private static final int LATEST = 100;

    private final Database database;

    public StepTimes(Database database) {
        this.database = database;
    }

    @Override
    public Optional<LearnedTime> of(
            Target target, String capability, String verb, Map<String, Object> params) {
        List<Step> steps =
                database.reader()
                        .sql(
                                """
                                SELECT a.* FROM policy_actions a
                                JOIN policy_executions r ON r.id = a.execution_id
                                WHERE a.host_id = ? AND a.target_id = ? AND a.state = 'confirmed'
                                  AND a.capability = ? AND r.mode = 'live'
                                ORDER BY a.ended_at DESC LIMIT ?
                                """)
                        .param(target.hostId())
                        .param(target.id())
                        .param(capability)
                        .param(LATEST)
                        .query(Row.to(StepRows::read))
                        .list();
        return LearnedTime.of(
                steps.stream().flatMap(step -> StepTime.of(step, verb, params).stream()).toList());
    }
}

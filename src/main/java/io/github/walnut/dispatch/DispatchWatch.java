package io.github.walnut.dispatch;

import io.github.walnut.run.Alarm;
import io.github.walnut.run.Gate;
import io.github.walnut.run.Hold;
import io.github.walnut.run.HoldChange;
import io.github.walnut.run.Recovering;
import io.github.walnut.run.Run;
import io.github.walnut.run.Step;
import java.util.List;

/** Hears what people and health have to know. It must not block. */
public interface DispatchWatch {

    /** Something about a step that calls for attention. */
    void raised(Alarm alarm, Run run, Step step);

    /** Remarks of the planner about a new run, one sentence each. */
    void planned(Run run, List<String> notes);

    /**
     * A hold began, will soon end, or is over.
     *
     * @param run null for a hold of all
     */
    void held(HoldChange change, Hold hold, Run run);

    /** What was stopped waits longer to be started again than its policy allows. */
    void recoveryStalled(Recovering what, List<Gate> shut);

    /** The journal cannot be written; nothing is sent until it can. */
    void journalDegraded(String why);

    void journalRestored();

    /** Another instance owns the store; this one sends nothing any more. */
    void epochLost(String why);
}

package io.github.walnut.publish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.run.Gate;
import io.github.walnut.run.Obligation;
import io.github.walnut.run.Run;
import java.util.List;

/** The one JSON form of starts that are owed. */
public final class ObligationJson {

    private final Json json;
    private final RunJson runs;

    public ObligationJson(Json json) {
        this.json = json;
        this.runs = new RunJson(json);
    }

    public ObjectNode write(Obligation owed) {
        ObjectNode node = json.object();
        node.put("id", Json.id(owed.id()));
        node.put("host_id", owed.target().hostId());
        node.put("target_id", owed.target().id());
        node.put("target_name", owed.target().name());
        node.put("policy_id", Json.id(owed.policyId()));
        node.put("run_id", Json.id(owed.runId()));
        node.put("recovery_run", Json.id(owed.recoveryRun()));
        node.put("capability", owed.capability());
        node.put("verb", owed.verb());
        node.put("state_before", owed.stateBefore());
        node.put("status", owed.status().word());
        node.put("attempts", owed.attempts());
        node.put("reason", owed.reason());
        node.put("opened_at", Json.at(owed.createdAt()));
        node.put("updated_at", Json.at(owed.updatedAt()));
        return node;
    }

    /** A change of status as it is told live. */
    public ObjectNode change(Run run, List<Obligation> changed) {
        ObjectNode node = about(run);
        node.set("obligations", json.array(changed, this::write));
        return node;
    }

    /** A gate whose verdict has changed, as it is told live. */
    public ObjectNode change(Run stopped, String hostId, Gate gate) {
        ObjectNode node = about(stopped);
        node.put("host_id", hostId);
        node.setAll(runs.write(gate));
        return node;
    }

    private ObjectNode about(Run run) {
        ObjectNode node = json.object();
        node.put("run_id", Json.id(run.id()));
        node.put("run_seq", run.runSeq());
        node.put("policy_id", Json.id(run.policyId()));
        return node;
    }
}

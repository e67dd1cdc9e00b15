package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.publish.Json;

/** Rows of the audit log as the API shows them. */
public final class AuditJson {

    private final Json json;

    public AuditJson(Json json) {
        this.json = json;
    }

    public ObjectNode write(AuditReads.Row row) {
        AuditTrail.Entry entry = row.entry();
        ObjectNode node = json.object();
        node.put("seq", row.seq());
        node.put("at", Json.at(row.at()));
        node.put("actor", entry.actor());
        node.put("actor_kind", entry.actorKind());
        node.put("ip", entry.ip());
        node.put("action", entry.action());
        node.put("object", entry.object());
        node.put("outcome", entry.outcome());
        node.put("reason", entry.reason());
        node.set("diff", row.entry().diff() == null ? null : json.tree(row.entry().diff()));
        node.put("request_id", entry.requestId());
        node.put("correlation_id", entry.correlationId());
        node.put("hash", row.hash());
        return node;
    }

    public ObjectNode write(AuditReads.Verification found) {
        ObjectNode node = json.object();
        node.put("ok", found.ok());
        node.put("rows", found.rows());
        node.put("first_bad_seq", found.firstBadSeq());
        node.put("checkpoint_at", Json.at(found.checkpointAt()));
        return node;
    }
}

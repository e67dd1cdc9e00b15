package io.github.walnut.api;

import io.github.walnut.publish.Json;
import java.util.Map;

/** Who did what, and whether the record of it is as it was written. */
final class AuditOperations implements Resource {

    private final AuditReads audit;
    private final AuditJson json;
    private final Pages pages;

    AuditOperations(AuditReads audit, Json json, Pages pages) {
        this.audit = audit;
        this.json = new AuditJson(json);
        this.pages = pages;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of("audit-list", this::list, "audit-verify", this::verify);
    }

    private Reply list(Call call) {
        AuditReads.Filter filter =
                new AuditReads.Filter(
                        call.time("from") == null ? call.time("since") : call.time("from"),
                        call.time("to"),
                        call.text("actor"),
                        call.text("action"),
                        call.text("object"));
        return pages.reply(
                audit.page(filter, call.text("cursor"), call.limit())
                        .counted(call, () -> audit.count(filter)),
                json::write);
    }

    private Reply verify(Call call) {
        return Reply.ok(json.write(audit.verify()));
    }
}

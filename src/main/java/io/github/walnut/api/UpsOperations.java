package io.github.walnut.api;

import io.github.walnut.publish.Json;
import io.github.walnut.publish.UpsJson;
import io.github.walnut.publish.UpsView;
import java.time.Clock;
import java.util.Map;

/** UPSs with their present state. */
final class UpsOperations implements Resource {

    private final UpsReads reads;
    private final UpsNames names;
    private final UpsJson upsJson;
    private final Pages pages;
    private final Clock clock;

    UpsOperations(UpsReads reads, Json json, Pages pages, Clock clock) {
        this.reads = reads;
        this.names = new UpsNames(reads);
        this.upsJson = new UpsJson(json);
        this.pages = pages;
        this.clock = clock;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of("ups-list", this::list, "ups-get", this::get);
    }

    private Reply list(Call call) {
        return pages.reply(
                pages.cut(call, reads.all(), ups -> ups.facts().upsId()),
                ups -> upsJson.write(ups, clock.instant()));
    }

    private Reply get(Call call) {
        UpsView ups = names.find(call.text("ups_id"));
        return Reply.ok(upsJson.write(ups, clock.instant()));
    }
}

package io.github.walnut.api;

import io.github.walnut.publish.Json;
import io.github.walnut.publish.UpsJson;
import java.time.Clock;
import java.util.Map;

/** UPSs with their present state. */
final class UpsOperations implements Resource {

    private final UpsReads reads;
    private final UpsJson upsJson;
    private final Pages pages;
    private final Clock clock;

    UpsOperations(UpsReads reads, Json json, Pages pages, Clock clock) {
        this.reads = reads;
        this.upsJson = new UpsJson(json);
        this.pages = pages;
        this.clock = clock;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of("ups-list", this::list);
    }

    private Reply list(Call call) {
        return pages.reply(
                pages.cut(call, reads.all(), ups -> ups.facts().upsId()),
                ups -> upsJson.write(ups, clock.instant()));
    }
}

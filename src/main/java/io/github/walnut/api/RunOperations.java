package io.github.walnut.api;

import io.github.walnut.publish.Json;
import io.github.walnut.publish.RunJson;
import io.github.walnut.run.Journal;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunState;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Runs as the journal holds them. */
final class RunOperations implements Resource {

    private final RunReads runs;
    private final RunJson runJson;
    private final Pages pages;

    RunOperations(RunReads runs, Json json, Pages pages) {
        this.runs = runs;
        this.runJson = new RunJson(json);
        this.pages = pages;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of("runs-list", this::list, "run-get", this::get);
    }

    private Reply list(Call call) {
        return pages.reply(
                runs.page(filter(call), call.text("cursor"), call.limit()),
                entry -> runJson.writeWithoutSteps(entry.run(), entry.steps()));
    }

    private Reply get(Call call) {
        Journal.Entry entry = existing(call.uuid("id"));
        return Reply.ok(runJson.write(entry.run(), entry.steps()));
    }

    private Journal.Entry existing(UUID id) {
        return runs.find(id).orElseThrow(() -> Problem.notFound("run", id.toString()));
    }

    private static RunFilter filter(Call call) {
        return new RunFilter(
                call.uuid("policy_id"),
                call.text("host_id"),
                call.text("ups_id"),
                call.uuid("outage_id"),
                null,
                word(call, "kind", Run.Kind.class),
                word(call, "state", RunState.class),
                call.text("result"),
                word(call, "mode", Run.Mode.class),
                call.time("from"),
                call.time("to"),
                call.choice("open"));
    }

    private static <E extends Enum<E>> E word(Call call, String name, Class<E> type) {
        String text = call.text(name);
        return text == null ? null : Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    }
}

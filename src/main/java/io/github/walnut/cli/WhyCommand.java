package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Why a policy matched, or why it did not, with the facts that decided. */
@Command(
        name = "why",
        description = "Why it matched or did not: the last decisions with the facts behind them.")
final class WhyCommand implements Callable<Integer> {

    private static final Set<String> QUIET = Set.of("not_met", "pending");

    @ParentCommand private PoliciesCommand policies;

    @Parameters(paramLabel = "ID", description = PoliciesCommand.ID_TEXT)
    private String id;

    @Option(
            names = "--limit",
            defaultValue = "20",
            paramLabel = "N",
            description = "How many decisions, newest first (${DEFAULT-VALUE})")
    private int limit;

    @Option(
            names = "--all",
            description = "With those at which the triggers were not met yet or not any more")
    private boolean all;

    @Override
    public Integer call() {
        Walnut walnut = policies.walnut();
        String path = policies.path(id) + "/decisions?limit=" + (all ? limit : 500);
        JsonNode items = walnut.api().get(path).path("items");
        if (walnut.output().json()) {
            walnut.output().value(items);
            return 0;
        }
        int shown = 0;
        for (JsonNode item : items) {
            if (shown < limit && (all || !QUIET.contains(item.path("decision").asText()))) {
                shown++;
                show(walnut.output(), item);
            }
        }
        if (shown == 0) {
            walnut.output().line("Nothing was decided lately.");
        }
        return 0;
    }

    private static void show(Output output, JsonNode item) {
        output.line(
                text(item, "at")
                        + "  "
                        + text(item, "ups_id")
                        + "  "
                        + text(item, "decision")
                        + named(item, " until ", "until")
                        + named(item, ": ", "detail"));
        for (JsonNode trigger : item.path("trigger_states")) {
            output.line(
                    "    trigger "
                            + text(trigger, "index")
                            + named(trigger, " of ", "subject")
                            + " "
                            + text(trigger, "state")
                            + named(trigger, " since ", "since")
                            + named(trigger, ", due ", "due_at")
                            + seen(trigger));
        }
        for (JsonNode condition : item.path("conditions")) {
            output.line(
                    "    "
                            + text(condition, "pointer")
                            + " "
                            + text(condition, "verdict")
                            + seen(condition));
        }
    }

    private static String seen(JsonNode fact) {
        return named(fact, ", saw ", "value") + age(fact.path("age_seconds"));
    }

    private static String age(JsonNode seconds) {
        return seconds.isNumber() ? ", " + seconds.asText() + " s old" : "";
    }

    private static String named(JsonNode node, String before, String member) {
        return node.hasNonNull(member) ? before + text(node, member) : "";
    }

    private static String text(JsonNode node, String member) {
        return Output.text(node.path(member));
    }
}

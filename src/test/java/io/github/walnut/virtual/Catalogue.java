package io.github.walnut.virtual;

import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.Capability.Confirm;
import io.github.walnut.inventory.Capability.DryRun;
import io.github.walnut.inventory.Capability.Effect;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What virtual targets can do: one verb of each effect and each kind of confirmation. */
public final class Catalogue {

    private static final Map<String, Object> WITH_TIMEOUT =
            Map.of("properties", Map.of("timeout_s", Map.of("type", "integer", "default", 60)));

    private Catalogue() {}

    public static List<Capability> all() {
        return List.of(
                capability(
                        "vm.lifecycle",
                        "vm",
                        undone(
                                "start",
                                verb("shutdown", Effect.IDEMPOTENT, Confirm.STATE, 180, true)),
                        undone("start", verb("stop", Effect.IDEMPOTENT, Confirm.STATE, 60, true)),
                        verb("start", Effect.IDEMPOTENT, Confirm.STATE, 120, false),
                        verb("reboot", Effect.READABLE, Confirm.STATE, 120, true)),
                capability(
                        "power.control",
                        "host",
                        undone("on", verb("shutdown", Effect.IDEMPOTENT, Confirm.STATE, 300, true)),
                        verb("on", Effect.IDEMPOTENT, Confirm.STATE, 300, false)),
                capability(
                        "outlet.power",
                        "outlet",
                        undone("on", verb("off", Effect.READABLE, Confirm.STATE, 30, true)),
                        verb("on", Effect.READABLE, Confirm.STATE, 30, false)),
                capability("notify.send", "host", blind()),
                capability("poe.port", "poe-port", undone("set", keyed())));
    }

    public static Capability.Verb verb(
            String name, Effect effect, Confirm confirm, int seconds, boolean disruptive) {
        return verb(name, effect, confirm, seconds, disruptive, DryRun.REQUIRED, List.of());
    }

    private static Capability.Verb undone(String inverse, Capability.Verb verb) {
        return new Capability.Verb(
                verb.name(),
                verb.effect(),
                verb.confirm(),
                verb.budget(),
                inverse,
                inverse.equals(verb.name()),
                verb.disruptive(),
                verb.pointOfNoReturn(),
                verb.confirmRequired(),
                verb.dryRun(),
                verb.keyFields(),
                verb.params());
    }

    private static Capability.Verb blind() {
        return verb(
                "send",
                Effect.BLIND,
                Confirm.ACK,
                30,
                false,
                DryRun.NOT_SUPPORTED,
                List.of("verb", "target_id"));
    }

    private static Capability.Verb keyed() {
        return verb(
                "set",
                Effect.IDEMPOTENT,
                Confirm.STATE,
                30,
                true,
                DryRun.REQUIRED,
                List.of("verb", "target_id", "params.state", "params.vlans"));
    }

    private static Capability.Verb verb(
            String name,
            Effect effect,
            Confirm confirm,
            int seconds,
            boolean disruptive,
            DryRun dryRun,
            List<String> keyFields) {
        return new Capability.Verb(
                name,
                effect,
                confirm,
                Duration.ofSeconds(seconds),
                null,
                false,
                disruptive,
                false,
                false,
                dryRun,
                keyFields,
                name.equals("shutdown") ? WITH_TIMEOUT : Map.of());
    }

    private static Capability capability(String id, String type, Capability.Verb... verbs) {
        return new Capability(
                id,
                id,
                List.of(type),
                Arrays.stream(verbs)
                        .collect(Collectors.toMap(Capability.Verb::name, Function.identity())),
                List.of());
    }
}

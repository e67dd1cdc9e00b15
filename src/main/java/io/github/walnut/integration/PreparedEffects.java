package io.github.walnut.integration;

import io.github.walnut.inventory.Capability.Effect;
import io.github.walnut.inventory.Host;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the owner of a host says about one of its prepared commands or requests. A verb that sends
 * whatever was prepared can only be as good as what it sends.
 */
public final class PreparedEffects {

    /**
     * Empty when the parameters name nothing prepared, or nothing is said; {@code read} counts as
     * idempotent.
     */
    public Optional<Effect> of(Host host, Map<String, Object> params) {
        Optional<String> said =
                params.get("command_id") instanceof String command
                        ? command(PreparedPlaces.texts(host, "commands"), command)
                        : params.get("request_id") instanceof String request
                                ? PreparedPlaces.request(host, request)
                                        .map(prepared -> prepared.path("effect").textValue())
                                : Optional.empty();
        return said.flatMap(PreparedEffects::effect);
    }

    private static Optional<String> command(List<String> lines, String id) {
        return lines.stream()
                .map(line -> line.split("\\s\\|\\s", 4))
                .filter(parts -> parts.length >= 3 && parts[0].strip().equals(id))
                .map(parts -> parts[1].strip())
                .findFirst();
    }

    private static Optional<Effect> effect(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "read", "idempotent" -> Optional.of(Effect.IDEMPOTENT);
            case "readable" -> Optional.of(Effect.READABLE);
            case "blind" -> Optional.of(Effect.BLIND);
            default -> Optional.empty();
        };
    }
}

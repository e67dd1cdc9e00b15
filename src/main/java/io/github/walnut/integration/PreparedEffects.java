package io.github.walnut.integration;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.inventory.Capability.Effect;
import io.github.walnut.inventory.Host;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the owner of a host says about one of its prepared commands or requests. A verb that sends
 * whatever was prepared can only be as good as what it sends.
 */
public final class PreparedEffects {

    private final Documents documents = new Documents();

    /**
     * Empty when the parameters name nothing prepared, or nothing is said; {@code read} counts as
     * idempotent.
     */
    public Optional<Effect> of(Host host, Map<String, Object> params) {
        Optional<String> said =
                params.get("command_id") instanceof String command
                        ? command(texts(host, "commands"), command)
                        : params.get("request_id") instanceof String request
                                ? request(texts(host, "requests"), request)
                                : Optional.empty();
        return said.flatMap(PreparedEffects::effect);
    }

    private static List<String> texts(Host host, String field) {
        return host.config().get(field) instanceof Collection<?> lines
                ? lines.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static Optional<String> command(List<String> lines, String id) {
        return lines.stream()
                .map(line -> line.split("\\s\\|\\s", 4))
                .filter(parts -> parts.length >= 3 && parts[0].strip().equals(id))
                .map(parts -> parts[1].strip())
                .findFirst();
    }

    private Optional<String> request(List<String> texts, String id) {
        for (String text : texts) {
            try {
                JsonNode request = documents.yaml(text);
                if (request.path("id").asText().equals(id)) {
                    return Optional.ofNullable(request.path("effect").textValue());
                }
            } catch (PackageException unreadable) {
                continue; // said when it is to be sent, with its place
            }
        }
        return Optional.empty();
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

package io.github.walnut.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.publish.PolicyMetrics.Fit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Turns policies into messages below one base topic. */
public final class PolicyPublications {

    private static final Duration FIT_LASTS = Duration.ofHours(24);

    private final String base;
    private final Supplier<Set<UUID>> running;
    private final Function<UUID, Optional<Fit>> fits;
    private final Json json = new Json();

    /**
     * @param running the policies that have a run under way
     * @param fits what the last dry run of a policy found
     */
    public PolicyPublications(
            String base, Supplier<Set<UUID>> running, Function<UUID, Optional<Fit>> fits) {
        this.base = base;
        this.running = running;
        this.fits = fits;
    }

    /**
     * @param shown the policy as the API shows it
     */
    public MqttMessage state(UUID id, ObjectNode shown, Instant now) {
        ObjectNode node = json.object();
        for (String field : List.of("id", "name", "summary", "enabled", "armed", "effective")) {
            node.set(field, shown.get(field));
        }
        node.set("priority", shown.get("priority"));
        node.set("status", shown.get("status"));
        node.put("running", running.get().contains(id));
        node.set("next_due_at", shown.get("next_due_at"));
        node.set("suppressed_until", shown.get("suppressed_until"));
        Optional<Fit> fit =
                fresh(shown.path("last_dry_run"), now) ? fits.apply(id) : Optional.empty();
        node.put("fits", fit.map(Fit::fits).orElse(null));
        node.put("slack_seconds", fit.map(Fit::slackSeconds).map(Math::round).orElse(null));
        node.set("last_run", shown.get("last_run"));
        return new MqttMessage(topic(id), true, json.write(node));
    }

    /** Where a policy is told. */
    public String topic(UUID id) {
        return MqttPublications.policy(base, id.toString());
    }

    /** Takes the state of a policy that is no more away from the broker. */
    public MqttMessage gone(UUID id) {
        return new MqttMessage(topic(id), true, "");
    }

    private static boolean fresh(JsonNode dryRun, Instant now) {
        return dryRun.hasNonNull("ts")
                && Instant.parse(dryRun.path("ts").asText()).isAfter(now.minus(FIT_LASTS));
    }
}

package io.github.walnut.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.publish.PolicyMetrics.Fit;
import io.github.walnut.publish.PolicyPublications;
import io.github.walnut.publish.RunPublications;
import io.github.walnut.run.Journal;
import io.github.walnut.run.Run;
import io.github.walnut.store.RunFilter;
import io.github.walnut.store.RunQueries;
import io.github.walnut.ups.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Runs and policies for the broker; without one nothing is listened to. */
final class MqttRuns {

    /** So many that ended before the start are taken away when it is time. */
    private static final int EARLIER = 100;

    final MqttPolicies policies;
    private final RunPublications runs;
    private final boolean enabled;

    /**
     * @param base of every topic; empty without a broker
     * @param reading what the API shows of a policy
     * @param dueAt when a policy will match
     */
    MqttRuns(
            Optional<String> base,
            Function<UUID, Optional<Fit>> fits,
            Function<UUID, Optional<ObjectNode>> reading,
            Function<UUID, Optional<Instant>> dueAt,
            Clock clock) {
        String topics = base.orElse("");
        enabled = base.isPresent();
        runs = new RunPublications(topics, clock);
        policies =
                new MqttPolicies(
                        new PolicyPublications(topics, runs::running, fits), reading, dueAt, clock);
    }

    Map<String, Object> beans() {
        return Map.of("mqttRuns", runs, "mqttPolicies", policies);
    }

    void listen(RunBroadcast listeners, ArmingSwitch arming) {
        if (enabled) {
            listeners.add(runs);
            listeners.add(policies);
            arming.onChange(state -> policies.allChanged());
        }
    }

    /** The policy is told as well. */
    Consumer<UUID> also(Consumer<UUID> listener) {
        return enabled ? listener.andThen(policies::changed) : listener;
    }

    /**
     * What there is at the start; before runs go on.
     *
     * @return the topics of all that is told
     */
    Set<String> begin(RunQueries stored, Journal journal, Supplier<List<StoredPolicy>> all) {
        Set<String> topics = new HashSet<>();
        if (enabled) {
            for (Run run : stored.page(RunFilter.ANY, null, EARLIER).items()) {
                if (run.state().terminal()) {
                    runs.found(run, List.of());
                }
            }
            journal.unfinished().forEach(entry -> runs.found(entry.run(), entry.steps()));
            topics.addAll(runs.topics());
            for (StoredPolicy policy : all.get()) {
                policies.changed(policy.id());
                topics.add(policies.topic(policy.id()));
            }
        }
        return topics;
    }
}

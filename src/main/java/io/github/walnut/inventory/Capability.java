package io.github.walnut.inventory;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a host's type offers: verbs on target types.
 *
 * @param id for example {@code vm.lifecycle}
 * @param targetTypes canonical, with hyphens
 * @param aliases old ids that mean the same
 */
public record Capability(
        String id,
        String title,
        List<String> targetTypes,
        Map<String, Verb> verbs,
        List<String> aliases) {

    /** How a verb behaves when it is in doubt whether it was carried out. */
    public enum Effect {
        /** May be sent again. */
        IDEMPOTENT,
        /** The target's state tells whether it was carried out. */
        READABLE,
        /** Neither: sent at most once. */
        BLIND
    }

    /** The level of evidence that confirms a verb, strongest first. */
    public enum Confirm {
        STATE,
        TASK,
        PROBE,
        ACK,
        NONE
    }

    public enum DryRun {
        REQUIRED,
        OPTIONAL,
        NOT_SUPPORTED
    }

    /**
     * @param budget queueing, sending and confirmation, when the action gives none
     * @param inverse the verb that undoes it, or null
     * @param inverseByParams the inverse is the same verb with another parameter
     * @param disruptive it stops something
     * @param confirmRequired {@code confirm: true} must be among the parameters
     * @param keyFields of the idempotency key: {@code verb}, {@code target_id}, {@code
     *     params.<name>}
     * @param params JSON Schema of the parameters
     */
    public record Verb(
            String name,
            Effect effect,
            Confirm confirm,
            Duration budget,
            String inverse,
            boolean inverseByParams,
            boolean disruptive,
            boolean pointOfNoReturn,
            boolean confirmRequired,
            DryRun dryRun,
            List<String> keyFields,
            Map<String, Object> params) {}

    public Capability {
        targetTypes = List.copyOf(targetTypes);
        verbs = Map.copyOf(verbs);
        aliases = List.copyOf(aliases);
    }

    /** Whether a word means it: its id, or an old id of it. */
    public boolean named(String word) {
        return id.equals(word) || aliases.contains(word);
    }

    /** Its only target is the host itself, so its actions take no selector. */
    public boolean hostOnly() {
        return targetTypes.equals(List.of("host"));
    }
}

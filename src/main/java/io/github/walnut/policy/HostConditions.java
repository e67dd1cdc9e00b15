package io.github.walnut.policy;

import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.HostContact;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.policy.Condition.Result;
import io.github.walnut.policy.Condition.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Checks conditions of the scope {@code host}. Without a name every host must satisfy them. */
final class HostConditions {
    private static final Duration MAX_AGE = Duration.ofSeconds(120);

    /**
     * @param value null when it is unknown
     * @param at null when it does not grow old
     */
    private record Found(Object value, Instant at) {}

    Result check(Condition condition, Policy policy, Inventory inventory, Instant at) {
        List<String> values = new ArrayList<>();
        List<Verdict> verdicts = new ArrayList<>();
        Instant oldest = null;
        Object only = null;
        Set<String> hosts = hosts(condition, policy, inventory);
        for (String id : hosts) {
            Optional<Host> host = inventory.host(id);
            Found found =
                    host.map(h -> found(condition.field(), h, inventory))
                            .orElse(new Found(null, null));
            verdicts.add(verdict(condition, found, at));
            values.add(id + "=" + found.value());
            only = found.value();
            oldest = older(oldest, found.at());
        }
        return new Result(
                condition.pointer(),
                hosts.size() == 1 ? only : hosts.isEmpty() ? null : String.join(", ", values),
                oldest == null ? null : Duration.between(oldest, at).toMillis() / 1000.0,
                Comparison.every(verdicts));
    }

    /** Those that a condition is about. */
    private static Set<String> hosts(Condition condition, Policy policy, Inventory inventory) {
        if (condition.host() != null) {
            return Set.of(condition.host());
        }
        Set<String> hosts = new LinkedHashSet<>();
        new PolicyTargets(inventory).actions(policy).forEach(action -> hosts.add(action.hostId()));
        return hosts;
    }

    private static Instant older(Instant a, Instant b) {
        return a == null || (b != null && b.isBefore(a)) ? b : a;
    }

    private static Verdict verdict(Condition condition, Found found, Instant at) {
        Duration limit = condition.maxAge() == null ? MAX_AGE : condition.maxAge();
        boolean old = found.at() != null && Duration.between(found.at(), at).compareTo(limit) > 0;
        if (old) {
            return Verdict.UNKNOWN;
        }
        return condition.field().equals("state")
                ? Comparison.ofState(condition, (String) found.value())
                : Comparison.of(condition, found.value());
    }

    private static Found found(String field, Host host, Inventory inventory) {
        HostContact contact = inventory.contact(host.id()).orElse(null);
        Instant spoken = contact == null ? null : contact.at();
        return switch (field) {
            case "reachable" -> new Found(contact == null ? null : contact.reachable(), spoken);
            case "latency_ms" ->
                    new Found(contact == null ? null : contact.latencyMillis(), spoken);
            case "state" -> state(host, spoken);
            case "os_type" -> new Found(operatingSystem(host), null);
            default ->
                    new Found(
                            host.labels()
                                    .get(field.substring(ConditionFields.LABEL_PREFIX.length())),
                            null);
        };
    }

    private static Found state(Host host, Instant spoken) {
        boolean known = !observed(host) || spoken != null;
        return new Found(known ? host.state().word() : "unknown", observed(host) ? spoken : null);
    }

    /** What was seen at the host grows old; what walNUT itself knows of it does not. */
    private static boolean observed(Host host) {
        return switch (host.state()) {
            case CONNECTED, DEGRADED, ERROR -> true;
            default -> false;
        };
    }

    /** What its owner says: the label before the setting of its connection. */
    private static String operatingSystem(Host host) {
        String label = host.labels().get("os_type");
        String setting = Objects.toString(host.config().get("os"), null);
        return label != null ? label : "auto".equals(setting) ? null : setting;
    }
}

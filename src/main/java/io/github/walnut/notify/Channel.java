package io.github.walnut.notify;

import io.github.walnut.ups.Severity;
import java.time.Duration;
import java.util.List;

/**
 * What one channel is told, and how often. Where it leads is a matter of the host of the same id.
 *
 * @param id of the host
 * @param kind ntfy, mail and so on; empty when the host does not tell
 * @param enabled false tells it nothing; policies may use it all the same
 * @param names of events or news, with {@code *} at the end for all that begin so; none means all
 * @param ups ids; news that are about another UPS are left out; none means all
 * @param policies ids, in the same way
 * @param quiet null without quiet hours
 * @param template in the place of those that hold for all channels, or null
 * @param minInterval least time between two messages about the same outage or run
 * @param ratePerMin most messages in a minute
 * @param maxPerHour beyond so many in an hour only errors go, and one digest each 15 min
 */
public record Channel(
        String id,
        String kind,
        boolean enabled,
        Severity minSeverity,
        List<String> names,
        List<String> ups,
        List<String> policies,
        Quiet quiet,
        TemplateText template,
        Duration minInterval,
        int ratePerMin,
        int maxPerHour) {

    public static final Duration INTERVAL = Duration.ofSeconds(60);
    public static final int PER_MINUTE = 10;
    public static final int PER_HOUR = 30;

    public Channel {
        names = List.copyOf(names);
        ups = List.copyOf(ups);
        policies = List.copyOf(policies);
    }

    /** A channel that nobody has made rules for. */
    public static Channel usual(String id, String kind) {
        return new Channel(
                id,
                kind,
                true,
                Severity.WARN,
                List.of(),
                List.of(),
                List.of(),
                null,
                null,
                INTERVAL,
                PER_MINUTE,
                PER_HOUR);
    }

    /** Whether the channel is to be told. */
    public boolean takes(Notice notice) {
        return enabled
                && (notice.always() || notice.weight().atLeast(minSeverity))
                && !id.equals(notice.ofChannel())
                && named(notice)
                && (ups.isEmpty() || notice.upsId() == null || ups.contains(notice.upsId()))
                && (policies.isEmpty()
                        || notice.policyId() == null
                        || policies.contains(notice.policyId()));
    }

    private boolean named(Notice notice) {
        return names.isEmpty()
                || names.stream()
                        .anyMatch(
                                wanted ->
                                        matches(wanted, notice.name())
                                                || matches(wanted, notice.eventName()));
    }

    static boolean matches(String wanted, String name) {
        if (name == null) {
            return false;
        }
        return wanted.endsWith("*")
                ? name.startsWith(wanted.substring(0, wanted.length() - 1))
                : wanted.equals(name);
    }
}

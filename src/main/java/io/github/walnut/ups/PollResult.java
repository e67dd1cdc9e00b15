package io.github.walnut.ups;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** What one poll of one UPS came to; the only food of the monitor. */
public sealed interface PollResult {

    String upsId();

    /** When the answer was complete, or when the poll was given up. */
    Instant at();

    /**
     * @param variables raw NUT variables: all of a full poll, the fast set of a fast one
     * @param askedMillis when it was asked, in milliseconds of the monotonic clock; null for one
     *     that was asked and answered in the same moment
     */
    record Good(
            String upsId,
            Instant at,
            Sample.Poll poll,
            Map<String, String> variables,
            Long askedMillis)
            implements PollResult {
        public Good {
            variables = Map.copyOf(variables);
        }

        public Good(String upsId, Instant at, Sample.Poll poll, Map<String, String> variables) {
            this(upsId, at, poll, variables, null);
        }
    }

    /**
     * @param cause one of {@link #CAUSES}
     * @param error the error word of the server, or of the client when there was no answer
     */
    record Failed(String upsId, Instant at, String cause, String error) implements PollResult {
        public Failed {
            if (!CAUSES.contains(cause)) {
                throw new IllegalArgumentException(
                        "poll of "
                                + upsId
                                + " failed by '"
                                + cause
                                + "': expected one of "
                                + CAUSES);
            }
        }
    }

    Set<String> CAUSES =
            java.util.Collections.unmodifiableSet(
                    new java.util.TreeSet<>(
                            Set.of("tcp", "tls", "auth", "driver", "stale", "config", "protocol")));
}

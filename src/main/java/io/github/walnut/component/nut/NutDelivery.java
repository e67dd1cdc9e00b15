package io.github.walnut.component.nut;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The headers of an exchange for a poll, and whether there is to be one. */
final class NutDelivery {

    private final NutServer server;
    private final boolean changesOnly;
    private final Map<String, UpsPoll> delivered = new HashMap<>();

    NutDelivery(NutServer server, boolean changesOnly) {
        this.server = server;
        this.changesOnly = changesOnly;
    }

    /**
     * The headers of the exchange that tells of this poll, or nothing where only changes are
     * wanted.
     */
    Optional<Map<String, Object>> headers(UpsPoll poll) {
        UpsPoll before = changesOnly ? delivered.get(poll.ups()) : null;
        if (before != null && same(before, poll)) {
            return Optional.empty();
        }
        Map<String, Object> headers = common(poll);
        if (changesOnly) {
            addChange(headers, lastKnown(before), poll);
            delivered.put(
                    poll.ups(), poll.good() || before == null ? poll : failedAfter(before, poll));
        }
        return Optional.of(headers);
    }

    private static boolean same(UpsPoll before, UpsPoll now) {
        return before.good() == now.good() && (!now.good() || before.flags().equals(now.flags()));
    }

    /** Keeps the last status through a time of failed polls. */
    private static UpsPoll failedAfter(UpsPoll before, UpsPoll poll) {
        return new UpsPoll(
                poll.ups(), poll.kind(), before.variables(), poll.error(), poll.asked(), poll.at());
    }

    private static String lastKnown(UpsPoll before) {
        return before == null ? null : before.status();
    }

    private Map<String, Object> common(UpsPoll poll) {
        Map<String, Object> headers = new HashMap<>();
        headers.put(NutConstants.UPS, poll.ups());
        headers.put(NutConstants.HOST, server.host());
        headers.put(NutConstants.PORT, server.port());
        headers.put(NutConstants.POLL, poll.kind().name());
        headers.put(NutConstants.TIME, poll.at());
        headers.put(NutConstants.ASKED, poll.asked());
        headers.put(NutConstants.REACHABLE, poll.good());
        if (poll.good()) {
            headers.put(NutConstants.STATUS, poll.status());
        } else {
            headers.put(NutConstants.ERROR, poll.error().word());
            headers.put(NutConstants.ERROR_CLASS, poll.error().errorClass().word());
            headers.put(NutConstants.CAUSE, poll.error().cause());
        }
        return headers;
    }

    private static void addChange(Map<String, Object> headers, String previous, UpsPoll poll) {
        if (previous != null) {
            headers.put(NutConstants.PREVIOUS_STATUS, previous);
        }
        StatusFlags before = StatusFlags.of(previous);
        headers.put(NutConstants.ADDED, poll.good() ? poll.flags().without(before) : List.of());
        headers.put(NutConstants.CLEARED, poll.good() ? before.without(poll.flags()) : List.of());
    }
}

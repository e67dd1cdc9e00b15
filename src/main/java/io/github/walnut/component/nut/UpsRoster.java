package io.github.walnut.component.nut;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The UPSs that a consumer watches: one by its name, or all that the server lists. */
final class UpsRoster {

    static final long REFRESH_MILLIS = 300_000;

    private final NutSession session;
    private final NutLimits limits;
    private final NutHost host;
    private final boolean all;
    private final Map<String, UpsWatch> watches = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private long listedGeneration = -1;
    private long listedAt;

    UpsRoster(UpsAddress address, NutSession session, NutLimits limits, NutHost host) {
        this.session = session;
        this.limits = limits;
        this.host = host;
        this.all = address.all();
        if (!all) {
            watches.put(address.ups(), new UpsWatch(address.ups()));
        }
    }

    Collection<UpsWatch> watches() {
        return List.copyOf(watches.values());
    }

    UpsWatch find(String ups) {
        return watches.get(ups);
    }

    /** The list is read again before the next round. */
    void doubt() {
        listedGeneration = -1;
    }

    /**
     * Reads the list where that is due: after a connect, and every five minutes.
     *
     * @return polls that tell of those that are gone, or that the list could not be read while none
     *     is known
     */
    List<UpsPoll> refresh(PollKind kind) {
        long now = host.clock().monotonicMillis();
        if (!all || current(now)) {
            return List.of();
        }
        NutAnswer answer = session.ask(NutRequest.listUps(), limits);
        long at = host.clock().wallMillis();
        if (answer instanceof NutAnswer.Failed failed) {
            return watches.isEmpty()
                    ? List.of(new UpsPoll(UpsAddress.ALL, kind, failed.error(), at))
                    : List.of();
        }
        listedGeneration = session.generation();
        listedAt = now;
        return compare(((NutAnswer.Rows) answer).rows(), kind, at);
    }

    private boolean current(long now) {
        return session.isOpen()
                && session.generation() == listedGeneration
                && now - listedAt < REFRESH_MILLIS;
    }

    private List<UpsPoll> compare(List<NutAnswer.Row> rows, PollKind kind, long at) {
        Map<String, UpsWatch> before = new LinkedHashMap<>(watches);
        for (NutAnswer.Row row : rows) {
            if (before.remove(spelling(row.name())) != null) {
                continue;
            }
            if (NutName.valid(row.name())) {
                watches.put(row.name(), new UpsWatch(row.name()));
                host.tell(new NutServerEvent.UpsListed(session.server(), row.name(), row.value()));
            } else {
                host.tell(new NutServerEvent.UpsUnsupported(session.server(), row.name()));
            }
        }
        List<UpsPoll> gone = new ArrayList<>();
        for (String ups : before.keySet()) {
            watches.remove(ups);
            host.tell(new NutServerEvent.UpsAbsent(session.server(), ups));
            NutError error =
                    new NutError(
                            "UNKNOWN-UPS",
                            session.server() + " does not list " + ups + " any more");
            gone.add(new UpsPoll(ups, kind, error, at));
        }
        Map<String, String> listed = new LinkedHashMap<>();
        rows.stream()
                .filter(row -> NutName.valid(row.name()))
                .forEach(row -> listed.put(row.name(), row.value()));
        host.tell(new NutServerEvent.Listed(session.server(), listed));
        return gone;
    }

    private String spelling(String name) {
        UpsWatch known = watches.get(name);
        return known == null ? name : known.ups();
    }
}

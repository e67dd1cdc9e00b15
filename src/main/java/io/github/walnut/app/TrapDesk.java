package io.github.walnut.app;

import io.github.walnut.component.device.TrapReceiver.Trap;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.EventName;
import io.github.walnut.ups.Ids;
import io.github.walnut.ups.TrapNames;
import io.github.walnut.ups.UpsFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What follows from a trap: its UPSs and hosts are looked at, and it is told. It proves nothing of
 * them.
 */
public final class TrapDesk {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Function<String, List<String>> upsOf;
    private final Consumer<String> look;
    private final Function<String, List<String>> hostsOf;
    private final Consumer<String> refresh;
    private final Function<String, Optional<UpsFacts>> fleet;
    private final Consumer<Event> tell;
    private final Consumer<String> count;
    private final TrapNames names;
    private final Clock clock;
    private final Ids ids;
    private final Map<String, Instant> told = new ConcurrentHashMap<>();

    /**
     * @param upsOf the UPSs that a source speaks of
     * @param look polls a UPS at once, and closely for a while
     * @param hostsOf the hosts at an address
     * @param refresh reads the targets of a host anew, and does not wait for it
     * @param count of datagrams by result
     */
    TrapDesk(
            Function<String, List<String>> upsOf,
            Consumer<String> look,
            Function<String, List<String>> hostsOf,
            Consumer<String> refresh,
            Function<String, Optional<UpsFacts>> fleet,
            Consumer<Event> tell,
            Consumer<String> count,
            TrapNames names,
            Clock clock,
            Ids ids) {
        this.upsOf = upsOf;
        this.look = look;
        this.hostsOf = hostsOf;
        this.refresh = refresh;
        this.fleet = fleet;
        this.tell = tell;
        this.count = count;
        this.names = names;
        this.clock = clock;
        this.ids = ids;
    }

    boolean known(String source) {
        return !upsOf.apply(source).isEmpty() || !hostsOf.apply(source).isEmpty();
    }

    void refused(String why) {
        count.accept(why);
    }

    /** A trap that was proven, from a source that is known. */
    public void heard(Trap trap) {
        List<String> upsIds = upsOf.apply(trap.source());
        List<String> hostIds = hostsOf.apply(trap.source());
        upsIds.forEach(look);
        hostIds.forEach(refresh);
        Instant now = clock.now();
        Instant last = told.get(trap.source());
        boolean nobody = upsIds.isEmpty() && hostIds.isEmpty();
        if (nobody || last != null && now.isBefore(last.plus(PAUSE))) {
            count.accept("merged");
            return;
        }
        told.put(trap.source(), now);
        count.accept("accepted");
        Event.Subject subject =
                upsIds.isEmpty()
                        ? new Event.Subject("host", hostIds.get(0))
                        : Event.Subject.ups(upsIds.get(0));
        tell.accept(event(trap, subject, now));
    }

    private Event event(Trap trap, Event.Subject subject, Instant now) {
        boolean ups = subject.kind().equals("ups");
        TrapNames.Meaning meaning = names.of(trap.oid());
        UUID id = ids.next();
        UUID outage = ups ? fleet.apply(subject.id()).map(UpsFacts::outageId).orElse(null) : null;
        Map<String, Object> attrs = new LinkedHashMap<>();
        attrs.put("oid", trap.oid());
        attrs.put("name", meaning.name());
        attrs.put("values", trap.values());
        attrs.put("source", trap.source());
        return new Event(
                id,
                ups ? Event.Type.UPS : Event.Type.SYSTEM,
                "snmp.trap",
                EventName.TRAP_RECEIVED.word(),
                meaning.severity(),
                subject,
                attrs,
                now,
                outage == null ? id : outage,
                outage,
                false,
                subject.id()
                        + " sent a trap: "
                        + (meaning.name() == null ? trap.oid() : meaning.name()),
                "trap/" + trap.source() + "/" + id);
    }
}

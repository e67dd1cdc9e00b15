package io.github.walnut.ups;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A fleet under a clock that the test drives; polls are given as {@code ups.status} and pairs. */
final class Lab {

    static final String UPS = "rack-b@lab";
    static final Instant START = Instant.parse("2026-03-04T10:00:00Z");

    final Hands clock = new Hands();
    final List<Event> events = new ArrayList<>();
    final List<UpsUpdate> updates = new ArrayList<>();
    UpsConfig config = UpsConfig.defaults().withThresholds(List.of());
    UpsFleet fleet;

    private long ids;

    /** A clock whose hands are moved by the test. */
    static final class Hands implements Clock {
        long millis;
        Duration wallOffset = Duration.ZERO;

        @Override
        public Instant now() {
            return START.plusMillis(millis).plus(wallOffset);
        }

        @Override
        public long monotonicMillis() {
            return millis;
        }
    }

    Lab() {
        fleet = newFleet();
    }

    private UpsFleet newFleet() {
        return new UpsFleet(
                clock,
                () -> new UUID(0, ++ids),
                new SampleNormalizer(UpsProfiles.standard()),
                id -> config);
    }

    /** A good full poll now. */
    Lab poll(String status, String... pairs) {
        return poll(UPS, Sample.Poll.FULL, status, pairs);
    }

    Lab poll(String ups, Sample.Poll kind, String status, String... pairs) {
        Map<String, String> variables = new HashMap<>();
        variables.put("ups.status", status);
        for (int i = 0; i < pairs.length; i += 2) {
            variables.put(pairs[i], pairs[i + 1]);
        }
        return keep(fleet.on(new PollResult.Good(ups, clock.now(), kind, variables)));
    }

    Lab fail(String cause) {
        return fail(UPS, cause);
    }

    Lab fail(String ups, String cause) {
        return keep(fleet.on(new PollResult.Failed(ups, clock.now(), cause, "TEST")));
    }

    /** Lets so many seconds pass, with a tick in each. */
    Lab pass(long seconds) {
        for (long i = 0; i < seconds; i++) {
            clock.millis += 1000;
            tick();
        }
        return this;
    }

    Lab tick() {
        return keep(fleet.tick());
    }

    /** The same poll each second for so long, the first one after a second. */
    Lab polls(long seconds, String status, String... pairs) {
        for (long i = 0; i < seconds; i++) {
            clock.millis += 1000;
            poll(status, pairs);
            tick();
        }
        return this;
    }

    Lab fails(long seconds, String cause) {
        for (long i = 0; i < seconds; i++) {
            clock.millis += 1000;
            fail(cause);
            tick();
        }
        return this;
    }

    /** Ends this fleet and goes on with another one built from what the store would hold. */
    Lab restart() {
        List<UpsMonitor.Stored> stored = fleet.stored().stream().map(Lab::throughJson).toList();
        fleet = newFleet();
        fleet.restore(stored);
        return this;
    }

    /** What is stored is JSON, so whatever is not a plain value would be lost. */
    private static UpsMonitor.Stored throughJson(UpsMonitor.Stored stored) {
        ObjectMapper json = new ObjectMapper().registerModule(new JavaTimeModule());
        try {
            return json.readValue(json.writeValueAsString(stored), UpsMonitor.Stored.class);
        } catch (JsonProcessingException e) {
            throw new AssertionError("cannot be stored: " + stored, e);
        }
    }

    Lab keep(List<UpsUpdate> more) {
        updates.addAll(more);
        more.forEach(update -> events.addAll(update.events()));
        return this;
    }

    /** The names of the events since the last call. */
    List<String> names() {
        List<String> names = events.stream().map(Event::name).toList();
        events.clear();
        return names;
    }

    Event event(String name) {
        return events.stream()
                .filter(e -> e.name().equals(name))
                .reduce((a, b) -> b)
                .orElseThrow(() -> new AssertionError("no " + name + " among " + events));
    }

    /** The outage as the last update that spoke of one left it. */
    Outage lastOutage() {
        return updates.stream()
                .flatMap(update -> update.outage().stream())
                .reduce((a, b) -> b)
                .orElseThrow();
    }

    UpsFacts facts() {
        return fleet.facts(UPS).orElseThrow();
    }

    Instant at(long seconds) {
        return START.plusSeconds(seconds);
    }
}

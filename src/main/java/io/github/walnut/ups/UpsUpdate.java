package io.github.walnut.ups;

import java.util.List;
import java.util.Optional;

/**
 * What one poll or tick changed. Facts, memory, events and outages belong into one transaction;
 * then the events are published in their order.
 *
 * @param facts what is known now
 * @param memory to be stored with the facts
 * @param events edges, in the order in which they are to be judged
 * @param outages outages that began, went on or ended
 * @param alert whether the UPS deserves fast polls
 * @param sample the poll as it came, or null when none was good
 */
public record UpsUpdate(
        UpsFacts facts,
        MonitorMemory memory,
        List<Event> events,
        List<Outage> outages,
        boolean alert,
        Sample sample) {

    public UpsUpdate {
        events = List.copyOf(events);
        outages = List.copyOf(outages);
    }

    /** The open outage or the one that just ended, if it changed. */
    public Optional<Outage> outage() {
        return outages.isEmpty() ? Optional.empty() : Optional.of(outages.get(outages.size() - 1));
    }

    UpsUpdate plus(Event event) {
        List<Event> more = new java.util.ArrayList<>(events);
        more.add(event);
        return new UpsUpdate(facts, memory, more, outages, alert, sample);
    }
}

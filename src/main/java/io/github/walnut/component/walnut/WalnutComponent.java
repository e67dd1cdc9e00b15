package io.github.walnut.component.walnut;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * {@code walnut:event} and {@code walnut:sample} tell routes of operators what happens; {@code
 * walnut:dispatch} starts a policy for them, {@code walnut:notify} tells people. It is bound by
 * hand, in their context only.
 */
public final class WalnutComponent extends DefaultComponent {

    private final Crew crew;
    private final Outgoing outgoing;
    private final List<WalnutConsumer> listeners = new CopyOnWriteArrayList<>();

    public WalnutComponent(Crew crew, Outgoing outgoing) {
        this.crew = crew;
        this.outgoing = outgoing;
    }

    /** Tells all routes that have asked for it; returns at once. */
    public void tell(Signal signal) {
        for (WalnutConsumer listener : listeners) {
            if (listener.wants(signal)) {
                crew.offer(() -> listener.take(signal));
            }
        }
    }

    /** Whether anybody has asked for signals of this kind. */
    public boolean heard(String kind) {
        return listeners.stream().anyMatch(listener -> listener.kind().equals(kind));
    }

    void listens(WalnutConsumer consumer, boolean begins) {
        if (begins) {
            listeners.add(consumer);
        } else {
            listeners.remove(consumer);
        }
    }

    PolicyStarter starter() {
        return outgoing.starter();
    }

    Teller teller() {
        return outgoing.teller();
    }

    @Override
    protected Endpoint createEndpoint(String uri, String name, Map<String, Object> parameters) {
        Map<String, String> options = new java.util.LinkedHashMap<>();
        parameters.forEach((key, value) -> options.put(key, String.valueOf(value)));
        parameters.clear();
        return new WalnutEndpoint(uri, this, name, options);
    }
}

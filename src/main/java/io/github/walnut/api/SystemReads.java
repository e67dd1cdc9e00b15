package io.github.walnut.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** How the parts of the program fare. */
public interface SystemReads {

    /**
     * @param status ok, degraded, error or off
     * @param message null when there is nothing to say
     * @param since of the status, or null when unknown
     */
    record Component(
            String name,
            String status,
            String message,
            Instant since,
            Map<String, Object> details) {

        /** The same with this time. */
        public Component since(Instant at) {
            return new Component(name, status, message, at, details);
        }
    }

    /** Versions of what runs; null where unknown. */
    record Versions(String commit, Instant builtAt, String camel, String drools, String sqlite) {}

    List<Component> components();

    Versions versions();

    Instant startedAt();

    String instanceId();

    long epoch();
}

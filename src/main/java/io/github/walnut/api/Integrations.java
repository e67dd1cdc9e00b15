package io.github.walnut.api;

import io.github.walnut.inventory.Host;
import io.github.walnut.policy.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Connected systems and the kinds of systems that there are. */
public interface Integrations {

    /**
     * A connected system.
     *
     * @param secrets name of each secret that is set, with the time of its last change
     * @param lastTestAt null when it was never tested
     * @param latencyMillis of the last good call, or null
     */
    record Connected(
            Host host,
            List<String> feeds,
            Map<String, Instant> secrets,
            Instant lastTestAt,
            Integer latencyMillis,
            Instant createdAt,
            Instant updatedAt,
            int version) {}

    /**
     * A system to be connected; defaults are not filled in.
     *
     * @param id null to make one of the name
     */
    record Draft(
            String id,
            String typeId,
            String name,
            Map<String, Object> config,
            Map<String, String> secrets,
            Map<String, String> labels,
            boolean self,
            boolean enabled) {}

    /**
     * How a connection test came out.
     *
     * @param fingerprint of a key or certificate that waits to be trusted, or null
     * @param steps in order, each with at least {@code name} and {@code ok}
     */
    record Tested(
            boolean ok,
            String status,
            Integer latencyMillis,
            String message,
            String fingerprint,
            List<Map<String, Object>> steps) {}

    List<IntegrationType> types();

    /** In order of their names. */
    List<Connected> all();

    /** By slug or numeric id. */
    Optional<Connected> find(String id);

    /** What is wrong with a draft, with pointers such as {@code /config/port}. */
    List<Finding> check(Draft draft);

    /** The draft has passed {@link #check}. */
    Connected create(Draft draft, String actor);

    void delete(String id, String actor);

    /** Calls the target; returns within 30 s. */
    Tested test(String id);

    /** Tests what is not stored. */
    Tested test(Draft draft);

    /** False when the last test did not see this key or certificate. */
    boolean trust(String id, String fingerprint, String actor);
}

package io.github.walnut.api;

import io.github.walnut.inventory.Feeds;
import io.github.walnut.inventory.Host;
import io.github.walnut.policy.Finding;
import io.github.walnut.security.Secret;
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
            Map<String, Instant> secrets,
            Instant lastTestAt,
            Integer latencyMillis,
            Instant createdAt,
            Instant updatedAt,
            int version) {}

    /**
     * A system to be connected, or what a connected one shall become; defaults are not filled in.
     *
     * @param id null to make one of the name
     * @param secrets those that change; a null value deletes
     * @param feeds null when nobody declared where its power comes from
     */
    record Draft(
            String id,
            String typeId,
            String name,
            Map<String, Object> config,
            Map<String, Secret> secrets,
            Map<String, String> labels,
            boolean self,
            boolean enabled,
            Feeds feeds) {}

    /**
     * How a connection test came out.
     *
     * @param fingerprint of a key or certificate that waits to be trusted, or null
     * @param steps in order, each with at least {@code step} and {@code ok}
     * @param details for people: product, fingerprint, certificate
     */
    record Tested(
            boolean ok,
            String status,
            Integer latencyMillis,
            String message,
            String fingerprint,
            List<Map<String, Object>> steps,
            Map<String, Object> details) {}

    List<IntegrationType> types();

    /** In order of their names. */
    List<Connected> all();

    /** By slug or numeric id. */
    Optional<Connected> find(String id);

    /** What is wrong with a draft, with pointers such as {@code /config/port}. */
    List<Finding> check(Draft draft);

    /**
     * Puts the draft in the place of the host that has its id. A host whose address, account or
     * secret changes is not written to until a test has passed.
     *
     * @param draft has passed {@link #check}
     * @param version that it was made of
     * @param tested the draft has passed a test
     * @throws Problem when the stored version is another, or the name is taken
     */
    Connected update(Draft draft, int version, boolean tested, String actor);

    /** The draft has passed {@link #check}. */
    Connected create(Draft draft, String actor);

    void delete(String id, String actor);

    /** Calls the target; returns within 30 s. */
    Tested test(String id);

    /** Tests what is not stored; secrets that a stored host of its id has need not be repeated. */
    Tested test(Draft draft);

    /** False when the last test did not see this key or certificate. */
    boolean trust(String id, String fingerprint, String actor);
}

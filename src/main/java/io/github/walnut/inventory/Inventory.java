package io.github.walnut.inventory;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A consistent view of hosts, their targets and what can be done with them. */
public interface Inventory {

    List<Host> hosts();

    /** By slug or by the text of the numeric id. */
    Optional<Host> host(String id);

    /** Capabilities that the host's type offers; empty when the type is unavailable. */
    List<Capability> capabilities(String hostId);

    /**
     * Known targets of a type, in natural order of their external ids; the type {@code host} yields
     * the host itself.
     */
    List<Target> targets(String hostId, String targetType);

    /** When the targets of this type were read last, or empty when never. */
    Optional<Instant> readAt(String hostId, String targetType);

    /**
     * What the host's owner says about the prepared command or request that these parameters name;
     * empty when they name none.
     */
    default Optional<Capability.Effect> preparedEffect(String hostId, Map<String, Object> params) {
        return Optional.empty();
    }

    /** When the host was last spoken to, and what came of it; empty when nobody tried yet. */
    default Optional<HostContact> contact(String hostId) {
        return Optional.empty();
    }

    /** As it is at this moment, whatever is read later. */
    default Inventory still() {
        return this;
    }
}

package io.github.walnut.api;

import io.github.walnut.run.ErrorClass;
import java.util.Optional;

/** Reads targets of a host anew. */
@FunctionalInterface
public interface InventoryRefresh {

    /** Why it could not be read. */
    record Failure(ErrorClass errorClass, String message) {}

    /**
     * Returns when the inventory is renewed or the time for it is over; empty when it went well.
     *
     * @param targetType null for every type
     */
    Optional<Failure> refresh(String hostId, String targetType, boolean full);
}

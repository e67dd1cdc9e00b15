package io.github.walnut.api;

import io.github.walnut.run.MaintenanceWindow;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Windows of maintenance. */
public interface MaintenanceControl {

    /** What somebody asks for; an all-embracing one names neither hosts nor policies. */
    record Wish(
            Instant startsAt,
            Instant until,
            String reason,
            String actor,
            boolean all,
            Set<String> hosts,
            Set<UUID> policies) {}

    /** The latest first. */
    List<MaintenanceWindow> windows();

    /** In force and stored when it returns. */
    MaintenanceWindow open(Wish wish);

    /** Ends it early, or takes it back; false when it was not there. */
    boolean close(UUID id);
}

package io.github.walnut.api;

import io.github.walnut.inventory.Marks;
import io.github.walnut.inventory.Sighting;
import java.util.Collection;
import java.util.Map;

/** What is known of targets beside their state: what people set on them, and since when. */
public interface TargetMarks {

    /** By target id; targets on which nobody set anything are left out. */
    Map<String, Marks> of(String hostId);

    /** When targets were seen, by target id; those that were never read are left out. */
    Map<String, Sighting> seen(String hostId, Collection<String> targetIds);

    /** In force and stored when it returns; false when there is no such target. */
    boolean set(String hostId, String targetId, Marks marks);
}

package io.github.walnut.api;

import io.github.walnut.inventory.Marks;
import java.util.Map;

/** What people set on targets. */
public interface TargetMarks {

    /** By target id; targets on which nobody set anything are left out. */
    Map<String, Marks> of(String hostId);

    /** In force and stored when it returns; false when there is no such target. */
    boolean set(String hostId, String targetId, Marks marks);
}

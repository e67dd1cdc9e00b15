package io.github.walnut.rules;

/**
 * A standing fact: the watch has to look when this topic of this UPS changes.
 *
 * @param topic name of a state or of a number, see {@link Topics}
 */
public record Listens(String upsId, String topic, Watch watch) {}

package io.github.walnut.rules;

/**
 * A standing fact: these watches have to look when this topic of this UPS changes.
 *
 * @param upsId or the empty text for what is about no UPS
 * @param topic name of a state, of a number or of a webhook, see {@link Topics}
 */
public record Listens(String upsId, String topic, Audience audience) {}

package io.github.walnut.rules;

/**
 * A fact of one round: something about this UPS is other than before, or a webhook was called.
 *
 * @param upsId or the empty text for what is about no UPS
 * @param topic name of a state, of a number or of a webhook, see {@link Topics}
 */
public record Changed(String upsId, String topic) {}

package io.github.walnut.rules;

/**
 * A fact of one round: something about this UPS is other than before.
 *
 * @param topic name of a state or of a number, see {@link Topics}
 */
public record Changed(String upsId, String topic) {}

package io.github.walnut.rules;

/** A fact of one round: what is known of this UPS became too old. */
public record Silent(String upsId) {}

package io.github.walnut.rules;

import io.github.walnut.ups.UpsState;

/** A fact of one round: this state of this UPS was entered, left or changed otherwise. */
public record Changed(String upsId, UpsState state) {}

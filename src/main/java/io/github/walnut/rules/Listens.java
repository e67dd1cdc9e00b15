package io.github.walnut.rules;

import io.github.walnut.ups.UpsState;

/** A standing fact: the watch has to look when this state of this UPS changes. */
public record Listens(String upsId, UpsState state, Watch watch) {}

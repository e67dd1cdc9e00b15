package io.github.walnut.rules;

import java.time.Instant;

/** A standing fact: the watch has to look at this time, because a window of it is over then. */
public record Window(Instant dueAt, Watch watch) {}

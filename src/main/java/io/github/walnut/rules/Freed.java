package io.github.walnut.rules;

/** A fact of one round: what held the matches of this watch back has ended. */
public record Freed(Watch watch) {}

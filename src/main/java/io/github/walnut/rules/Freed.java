package io.github.walnut.rules;

import java.util.Collection;

/** A fact of one round: what held the matches of these watches back has ended. */
public record Freed(Collection<Watch> watches) {}

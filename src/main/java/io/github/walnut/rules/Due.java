package io.github.walnut.rules;

import java.util.Collection;

/** A fact of one round: these watches have to look now, because a window of theirs is over. */
public record Due(Collection<Watch> watches) {}

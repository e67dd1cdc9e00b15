package io.github.walnut.rules;

import java.util.List;

/** A fact of one round: candidates with nothing against them but their triggers and conditions. */
public record Unopposed(List<Candidate> candidates) {}

package io.github.walnut.rules;

import java.util.List;

/** Finds the candidates of a round and decides about each, in order. */
interface Matcher {
    /**
     * Adds a standing fact: {@link Listens}, {@link Suppressed}, {@link UnderWay}, {@link Barred}.
     */
    void insert(Object fact);

    void delete(Object fact);

    /**
     * @throws RulesOverrun when it does not come to an end
     */
    List<Ruling> match(Round round);

    void close();

    /** More rules fired in one round than are allowed; what was decided by then stands. */
    final class RulesOverrun extends RuntimeException {
        private final transient List<Ruling> made;

        RulesOverrun(int limit, List<Ruling> made) {
            super("More than " + limit + " rules fired in one evaluation");
            this.made = made;
        }

        List<Ruling> made() {
            return made;
        }
    }
}

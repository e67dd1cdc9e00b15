package io.github.walnut.rules;

import java.util.List;

/**
 * The rules, with the plain loop standing by: both know the same facts, so that a failure of the
 * rules costs no match.
 */
final class Matchers {
    private final Matcher first;
    private final Matcher standBy = new PlainMatcher();

    Matchers(Matcher first) {
        this.first = first;
    }

    void insert(Object fact) {
        first.insert(fact);
        standBy.insert(fact);
    }

    void delete(Object fact) {
        first.delete(fact);
        standBy.delete(fact);
    }

    // Whatever the rule session throws: protection goes on with the loop, and the failure is told.
    List<Ruling> match(Round round, List<RulesProblem> problems) {
        try {
            return first.match(round);
        } catch (Matcher.RulesOverrun e) {
            problems.add(new RulesProblem("rules_overrun", null, e.getMessage()));
            return e.made();
        } catch (RuntimeException e) {
            problems.add(new RulesProblem("rules_failed", null, "The rules failed: " + e));
            return standBy.match(round);
        }
    }

    void close() {
        first.close();
        standBy.close();
    }
}

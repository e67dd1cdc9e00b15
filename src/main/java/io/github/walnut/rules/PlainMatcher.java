package io.github.walnut.rules;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The matcher as a plain loop over an index. It takes over when the rules cannot work, and it is
 * what the rules are compared with in tests.
 */
final class PlainMatcher implements Matcher {
    private final Map<Object, Set<Audience>> listeners = new HashMap<>();
    private final Map<Lane, Set<Object>> obstacles = new HashMap<>();

    private record Lane(Object policyId, String lane) {}

    @Override
    public void insert(Object fact) {
        if (fact instanceof Listens listens) {
            keys(listens).forEach(key -> set(listeners, key).add(listens.audience()));
        } else {
            set(obstacles, lane(fact)).add(fact);
        }
    }

    @Override
    public void delete(Object fact) {
        if (fact instanceof Listens listens) {
            keys(listens).forEach(key -> set(listeners, key).remove(listens.audience()));
        } else {
            set(obstacles, lane(fact)).remove(fact);
        }
    }

    private static <K, V> Set<V> set(Map<K, Set<V>> map, K key) {
        return map.computeIfAbsent(key, k -> new LinkedHashSet<>());
    }

    private static List<Object> keys(Listens listens) {
        return List.of(new Changed(listens.upsId(), listens.topic()), new Silent(listens.upsId()));
    }

    private static Lane lane(Object fact) {
        if (fact instanceof Suppressed window) {
            return new Lane(window.policyId(), window.lane());
        }
        if (fact instanceof UnderWay run) {
            return new Lane(run.policyId(), run.lane());
        }
        Barred bar = (Barred) fact;
        return new Lane(bar.policyId(), bar.lane());
    }

    @Override
    public List<Ruling> match(Round round) {
        Rulings rulings = new Rulings();
        for (Object news : round.news()) {
            if (news instanceof Due due) {
                rulings.wakes(round.stirred(due.watches()));
            } else if (news instanceof Freed freed) {
                rulings.wakes(round.stirred(freed.watches()));
            } else {
                listeners
                        .getOrDefault(news, Set.of())
                        .forEach(audience -> rulings.wakes(round.stirred(audience)));
            }
        }
        for (Candidate candidate : rulings.woken()) {
            decide(candidate, round, rulings);
        }
        return rulings.made();
    }

    private void decide(Candidate candidate, Round round, Rulings rulings) {
        if (!candidate.allowed()) {
            rulings.unopposed(new Unopposed(List.of(candidate)));
            return;
        }
        Collection<Object> against =
                obstacles.getOrDefault(new Lane(candidate.policyId(), candidate.lane()), Set.of());
        Optional<Suppressed> window =
                of(Suppressed.class, against)
                        .filter(s -> s.mode().equals(candidate.mode()))
                        .filter(s -> s.until().isAfter(round.at()))
                        .findFirst();
        Optional<UnderWay> run = of(UnderWay.class, against).findFirst();
        Optional<Barred> bar =
                of(Barred.class, against)
                        .filter(b -> Objects.equals(b.outageId(), candidate.outageId()))
                        .findFirst();
        if (window.isPresent()) {
            rulings.suppressed(candidate, window.get());
        } else if (run.isPresent()) {
            rulings.running(candidate, run.get());
        } else if (bar.isPresent()) {
            rulings.barred(candidate, bar.get());
        } else {
            rulings.matches(candidate);
        }
    }

    private static <T> java.util.stream.Stream<T> of(Class<T> kind, Collection<Object> facts) {
        return facts.stream().filter(kind::isInstance).map(kind::cast);
    }

    @Override
    public void close() {
        listeners.clear();
    }
}

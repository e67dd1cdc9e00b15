package io.github.walnut.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The matcher as a plain loop over an index. It takes over when the rules cannot work, and it is
 * what the rules are compared with in tests.
 */
final class PlainMatcher implements Matcher {
    private final Map<Object, Set<Watch>> listeners = new HashMap<>();
    private final Set<Window> windows = new HashSet<>();
    private final Set<Suppressed> suppressed = new LinkedHashSet<>();
    private final Set<UnderWay> underWay = new LinkedHashSet<>();

    @Override
    public void insert(Object fact) {
        if (fact instanceof Listens listens) {
            Changed change = new Changed(listens.upsId(), listens.topic());
            listeners.computeIfAbsent(change, key -> new LinkedHashSet<>()).add(listens.watch());
            listeners
                    .computeIfAbsent(new Silent(listens.upsId()), key -> new LinkedHashSet<>())
                    .add(listens.watch());
        } else if (fact instanceof Window window) {
            windows.add(window);
        } else if (fact instanceof Suppressed window) {
            suppressed.add(window);
        } else if (fact instanceof UnderWay run) {
            underWay.add(run);
        }
    }

    @Override
    public void delete(Object fact) {
        if (fact instanceof Listens listens) {
            listeners
                    .getOrDefault(new Changed(listens.upsId(), listens.topic()), Set.of())
                    .remove(listens.watch());
            listeners.getOrDefault(new Silent(listens.upsId()), Set.of()).remove(listens.watch());
        } else if (fact instanceof Window window) {
            windows.remove(window);
        } else if (fact instanceof Suppressed window) {
            suppressed.remove(window);
        } else if (fact instanceof UnderWay run) {
            underWay.remove(run);
        }
    }

    @Override
    public List<Ruling> match(Round round) {
        Rulings rulings = new Rulings();
        List<Stop> stops = new ArrayList<>();
        for (Candidate candidate : candidates(round)) {
            decide(candidate, round, stops, rulings);
        }
        return rulings.made();
    }

    private List<Candidate> candidates(Round round) {
        Set<Watch> woken = new LinkedHashSet<>();
        for (Object news : round.news()) {
            woken.addAll(listeners.getOrDefault(news, Set.of()));
            if (news instanceof Freed freed) {
                woken.add(freed.watch());
            }
        }
        windows.stream()
                .filter(window -> !window.dueAt().isAfter(round.at()))
                .forEach(window -> woken.add(window.watch()));
        return woken.stream()
                .filter(round::stirs)
                .map(round::candidate)
                .sorted(Comparator.comparingInt(Candidate::rank))
                .toList();
    }

    private void decide(Candidate candidate, Round round, List<Stop> stops, Rulings rulings) {
        Optional<Stop> stop = stops.stream().filter(candidate::isBehind).findFirst();
        Optional<Suppressed> window =
                suppressed.stream()
                        .filter(s -> s.policyId().equals(candidate.policyId()))
                        .filter(s -> s.lane().equals(candidate.lane()))
                        .filter(s -> s.mode().equals(candidate.mode()))
                        .filter(s -> s.until().isAfter(round.at()))
                        .findFirst();
        Optional<UnderWay> run =
                underWay.stream()
                        .filter(r -> r.policyId().equals(candidate.policyId()))
                        .filter(r -> r.lane().equals(candidate.lane()))
                        .findFirst();
        if (!candidate.ready()) {
            rulings.waits(candidate);
        } else if (stop.isPresent()) {
            rulings.stopped(candidate, stop.get());
        } else if (candidate.refused()) {
            rulings.refused(candidate);
        } else if (window.isPresent()) {
            rulings.suppressed(candidate, window.get());
        } else if (run.isPresent()) {
            rulings.running(candidate, run.get());
        } else {
            rulings.matched(candidate);
            if (candidate.stopsOthers()) {
                stops.add(candidate.stop());
            }
        }
    }

    @Override
    public void close() {
        listeners.clear();
    }
}

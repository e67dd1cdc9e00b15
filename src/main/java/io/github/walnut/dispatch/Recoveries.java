package io.github.walnut.dispatch;

import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.run.Gate;
import io.github.walnut.run.HostReading;
import io.github.walnut.run.Obligation;
import io.github.walnut.run.Reasons;
import io.github.walnut.run.Recovering;
import io.github.walnut.run.RecoveryGates;
import io.github.walnut.run.RecoveryPlan;
import io.github.walnut.run.RecoveryRule;
import io.github.walnut.run.RecoveryRule.Standing;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunBook;
import io.github.walnut.run.RunTerms;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts again what was stopped, as soon as everything holds that has to. Its caller sees to it
 * that one thread at a time is here.
 */
final class Recoveries {

    private static final Logger LOG = LoggerFactory.getLogger(Recoveries.class);

    /** Things are looked at this often at most, and at least as often as {@link #LOOK_AGAIN}. */
    private static final Duration AT_MOST = Duration.ofSeconds(1);

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(30);
    private static final Duration COMPLAIN_AGAIN = Duration.ofHours(12);

    private final Map<Owing.Key, Standing> standings = new HashMap<>();
    private final Map<Owing.Key, Instant> complained = new HashMap<>();
    private final Map<String, Instant> asked = new HashMap<>();
    private final DispatchPorts ports;
    private final Desk desk;
    private final Owing owing;
    private final RecoveryPlan plans;
    private final Runnable news;
    private final GateNews gateNews;
    private Instant nextLook = Instant.MIN;

    /**
     * @param news to be called when something has changed, on any thread
     */
    Recoveries(DispatchPorts ports, Desk desk, RecoveryPlan plans, Runnable news) {
        this.ports = ports;
        this.desk = desk;
        this.plans = plans;
        this.news = news;
        this.owing = new Owing(ports, desk);
        this.gateNews = new GateNews(desk, desk::tell);
    }

    /** Something is owed that may be started again one day. */
    boolean waits() {
        return !standings.isEmpty();
    }

    /** What a recovery run that goes on after a restart has to know. */
    RunTerms terms(Run run) {
        return owing.terms(run);
    }

    /** Begins what may begin. Whatever goes wrong here, no shutdown waits for it. */
    void advance(Instant now) {
        if (now.isBefore(nextLook)) {
            return;
        }
        nextLook = now.plus(AT_MOST);
        try {
            look(now);
        } catch (RuntimeException e) {
            LOG.error("what is to be started again could not be judged", e);
            nextLook = now.plus(LOOK_AGAIN);
        }
    }

    private void look(Instant now) {
        Map<Owing.Key, Recovering> groups = owing.groups();
        standings.keySet().retainAll(groups.keySet());
        complained.keySet().retainAll(groups.keySet());
        gateNews.retain(groups);
        groups.forEach((key, what) -> look(key, what, now));
    }

    private void look(Owing.Key key, Recovering what, Instant now) {
        Standing standing = RecoveryRule.judge(what, gates(what, now), standings.get(key), now);
        standings.put(key, standing);
        gateNews.looked(key, what, standing);
        if (owing.busy(what)) {
            return;
        }
        askHosts(what, standing, now);
        if (!standing.ready().isEmpty()) {
            begin(what, standing, what.reversal() ? Reasons.REVERSAL : null, "system");
        } else {
            complain(key, what, standing, now);
        }
    }

    private RecoveryGates gates(Recovering what, Instant now) {
        return gates(host -> answers(host, types(what, host)));
    }

    /** It has told its targets a moment ago, or there is nothing that it could be asked. */
    private boolean answers(String host, Set<String> types) {
        return ports.targets()
                .fresh(host, types)
                .filter(reading -> !reading.stale() || reading.at() == null)
                .isPresent();
    }

    private static Set<String> types(Recovering what, String host) {
        Set<String> types = new TreeSet<>();
        what.owed().stream()
                .map(Obligation::target)
                .filter(target -> target.hostId().equals(host))
                .forEach(target -> types.add(target.type()));
        return types;
    }

    /** Hosts that nothing but their silence keeps from being recovered. */
    private void askHosts(Recovering what, Standing standing, Instant now) {
        if (standing.sharedSince() == null) {
            return;
        }
        Set<String> hosts = new TreeSet<>();
        what.owed().stream()
                .filter(each -> shut(standing.own().get(each.id()), Gate.Kind.HOST))
                .forEach(each -> hosts.add(each.target().hostId()));
        for (String host : hosts) {
            Instant before = asked.get(host);
            boolean mayAsk = ports.inventory().host(host).filter(h -> h.enabled()).isPresent();
            if (mayAsk && (before == null || !now.isBefore(before.plus(ASK_AGAIN)))) {
                asked.put(host, now);
                ports.targets().read(host, types(what, host), this::told);
            }
        }
    }

    private void told(HostReading reading) {
        if (!reading.stale()) {
            news.run();
        }
    }

    private static boolean shut(List<Gate> gates, Gate.Kind kind) {
        return gates.stream().anyMatch(gate -> gate.kind() == kind && !gate.open());
    }

    /** A person has decided about it, and it is written down. */
    void decided(Obligation changed) {
        owing.run(changed.runId())
                .map(gateNews::numbered)
                .ifPresent(run -> desk.tell(Notice.owed(run, List.of(changed))));
        lookSoon();
    }

    /** Something has changed, by a person or late. */
    void lookSoon() {
        nextLook = Instant.MIN;
    }

    /** On the word of a person. */
    Run recover(UUID runId, boolean gated, String actor) {
        List<Obligation> owed =
                ports.obligations().open().stream()
                        .filter(each -> each.runId().equals(runId))
                        .filter(each -> each.status() != Obligation.Status.RESTORING)
                        .toList();
        if (owed.isEmpty()) {
            throw new Restarts.RefusedException("Nothing that run " + runId + " stopped is owed");
        }
        Recovering what = owing.together(owed, false);
        if (owing.busy(what)) {
            throw new Restarts.RefusedException("A recovery run of this policy is under way");
        }
        Instant now = desk.now();
        Standing standing =
                gated
                        ? RecoveryRule.judge(what, gates(what, now), null, now)
                        : RecoveryRule.withoutPower(what, unasked(), now);
        askHosts(what, standing, now);
        if (standing.ready().isEmpty()) {
            throw new Restarts.RefusedException(
                    "Shut: "
                            + shut(standing).stream()
                                    .map(Gate::detail)
                                    .collect(Collectors.joining(", ")));
        }
        return begin(what, standing, gated ? null : Reasons.WITHOUT_GATES, actor);
    }

    private RecoveryGates gates(Predicate<String> answers) {
        return new RecoveryGates(
                ports.inventory(),
                desk.power(),
                desk.shutdowns(),
                desk.books(),
                ports.present().maintenance(),
                answers);
    }

    /** Whether the hosts answer is left to the question before each order. */
    private RecoveryGates unasked() {
        return gates(host -> true);
    }

    private static List<Gate> shut(Standing standing) {
        List<Gate> all = new ArrayList<>(standing.shared());
        standing.own().values().forEach(all::addAll);
        return all.stream().filter(gate -> !gate.open()).distinct().toList();
    }

    /** A recovery run of these, in the journal with the next write. */
    private Run begin(Recovering what, Standing standing, String reason, String actor) {
        List<Obligation> ready = standing.ready();
        Optional<StoredPolicy> policy =
                Optional.ofNullable(what.policyId()).flatMap(ports.present()::find);
        RecoveryPlan.Order order =
                new RecoveryPlan.Order(
                        policy.map(StoredPolicy::document).orElse(what.parent().snapshot()),
                        policy.map(StoredPolicy::versionInt).orElse(what.parent().versionInt()),
                        policy.map(StoredPolicy::behaviourHash)
                                .orElse(what.parent().behaviourHash()),
                        actor,
                        reason,
                        standing.opened(),
                        ports.journal().epoch());
        RunBook book = plans.begin(what, ready, order, ports.obligations(), desk.now());
        desk.add(book, true);
        return book.run();
    }

    private void complain(Owing.Key key, Recovering what, Standing standing, Instant now) {
        Duration longest = what.how().maxWait();
        Instant since =
                what.owed().stream().map(Obligation::updatedAt).max(Instant::compareTo).orElse(now);
        Instant last = complained.get(key);
        Instant due = last == null ? since.plus(longest) : last.plus(COMPLAIN_AGAIN);
        if (now.isBefore(due)) {
            return;
        }
        complained.put(key, now);
        ports.watch().recoveryStalled(what, shut(standing));
    }

    Optional<Instant> nextWake(Instant now) {
        if (standings.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                standings.values().stream()
                        .flatMap(standing -> standing.shared().stream())
                        .map(Gate::opensAt)
                        .filter(at -> at != null && at.isAfter(now))
                        .filter(at -> at.isBefore(now.plus(LOOK_AGAIN)))
                        .min(Instant::compareTo)
                        .map(at -> at.isBefore(nextLook) ? nextLook : at)
                        .orElse(now.plus(LOOK_AGAIN)));
    }

    /** What is owed at present, with the gates of each. */
    Map<Obligation, List<Gate>> gates() {
        Map<Obligation, List<Gate>> all = new LinkedHashMap<>();
        for (Obligation each : ports.obligations().open()) {
            all.put(
                    each,
                    standings.values().stream()
                            .filter(standing -> standing.own().containsKey(each.id()))
                            .findFirst()
                            .map(standing -> standing.of(each.id()))
                            .orElse(List.of()));
        }
        return all;
    }
}
